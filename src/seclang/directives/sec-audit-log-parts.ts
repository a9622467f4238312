import { changeParts, isPartsChange } from '../../inspect/audit-parts.js';
import { SyntaxProblem } from '../words.js';
import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secAuditLogParts: DirectiveSpec = {
  name: 'SecAuditLogParts',
  summary:
    'What an audit line shows: B request headers, C and I arguments of the body (C also the beginning of a body without), E the beginning of the response body, F response headers, H and K what was found, J uploaded files. Default ABHZ.',
  example: 'SecAuditLogParts ABFHIJZ',
  apply(directive, args, scope) {
    const word = only(directive, args, 'LETTERS');
    if (!isPartsChange(word.text) || /^[+-]/.test(word.text)) {
      throw new SyntaxProblem(word.place(), `the parts ${word.text}`, 'write letters from A to K and Z');
    }
    scope.settings.auditLogParts = changeParts(null, word.text);
  },
};
