import { OperatorError } from '../../inspect/contract.js';
import { compileRegex } from '../../inspect/regex/index.js';
import { Value } from '../../inspect/value.js';
import { SyntaxProblem } from '../words.js';
import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

const LOWEST = 100;
const HIGHEST = 599;

export const secAuditLogRelevantStatus: DirectiveSpec = {
  name: 'SecAuditLogRelevantStatus',
  summary: 'A regex: responses with such a status are relevant for the audit log. Default ^(?:5|4(?!04)).',
  example: 'SecAuditLogRelevantStatus "^(?:5|4(?!04))"',
  apply(directive, args, scope) {
    const word = only(directive, args, '"REGEX"');
    try {
      const regex = compileRegex(word.text);
      const statuses = new Set<number>();
      for (let status = LOWEST; status <= HIGHEST; status++) {
        if (regex.test(new Value(String(status)))) statuses.add(status);
      }
      scope.settings.auditLogRelevantStatus = statuses;
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      throw new SyntaxProblem(word.place(), error.found, error.expected);
    }
  },
};
