import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secComponentSignature: DirectiveSpec = {
  name: 'SecComponentSignature',
  summary: 'Names a rule set and its version: the audit log shows all of them.',
  example: 'SecComponentSignature "acme-rules/1.0"',
  apply(directive, args, { settings }) {
    settings.componentSignatures = [
      ...settings.componentSignatures,
      only(directive, args, '"NAME/VERSION"').text,
    ];
  },
};
