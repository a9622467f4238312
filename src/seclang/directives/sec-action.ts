import { parseActions } from '../parse-actions.js';
import type { LanguageDirective } from './language.js';
import { only } from './make.js';

export const secAction: LanguageDirective = {
  name: 'SecAction',
  summary: 'Carries actions out without a condition.',
  example: 'SecAction "id:1000,phase:1,pass,nolog,setvar:tx.seen=1"',
  parse(directive, args) {
    const actions = parseActions(only(directive, args, '"actions"'));
    return { kind: 'rule', directive, variables: null, operator: null, actions };
  },
};
