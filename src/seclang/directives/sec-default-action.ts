import { parseActions } from '../parse-actions.js';
import type { LanguageDirective } from './language.js';
import { only } from './make.js';

export const secDefaultAction: LanguageDirective = {
  name: 'SecDefaultAction',
  summary:
    'What the rules of a phase after it do unless they say otherwise; `block` does what it says. Default log,auditlog,pass.',
  example: 'SecDefaultAction "phase:2,log,auditlog,deny,status:403"',
  parse: (directive, args) => ({
    kind: 'default-action',
    directive,
    actions: parseActions(only(directive, args, '"phase:N,actions"')),
  }),
};
