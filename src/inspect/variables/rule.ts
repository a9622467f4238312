import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

const RULE_FIELDS = ['id', 'rev', 'severity', 'msg', 'logdata'] as const;

export const rule: VariableSpec = collection(
  'RULE',
  'always-changing',
  'Of the rule that looks at it: id, rev, severity, msg and logdata, as written.',
  inspection =>
    RULE_FIELDS.flatMap(field => {
      const value = inspection.macroValue('RULE', field);
      return value === null || value === '' ? [] : [new Entry('RULE', field, new Value(value))];
    }),
);
