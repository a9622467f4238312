import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection, scalar } from './make.js';
import type { VariableSpec } from './spec.js';

const RULE_FIELDS = ['id', 'rev', 'severity', 'msg', 'logdata'] as const;

export const MATCHED_VARIABLES: readonly VariableSpec[] = [
  {
    ...collection(
      'TX',
      'always-changing',
      'Variables of this transaction, set by setvar and by captures (TX:0 … TX:9).',
      ({ tx }) => tx.entries(),
      ({ tx }, lowerKey) => tx.find(lowerKey),
    ),
    select: ({ tx }, selector) => tx.select(selector),
  },
  scalar(
    'MATCHED_VAR',
    'always-changing',
    'The value that matched last.',
    ({ matchedValue }) => matchedValue?.bytes ?? null,
  ),
  scalar('MATCHED_VAR_NAME', 'always-changing', 'The variable that matched last.', ({ matchedName }) =>
    matchedName === '' ? null : matchedName,
  ),
  collection(
    'MATCHED_VARS',
    'always-changing',
    'All values that the last matching rule matched.',
    ({ matched }) => matched.map(entry => new Entry('MATCHED_VARS', entry.name, entry.value)),
  ),
  collection(
    'MATCHED_VARS_NAMES',
    'always-changing',
    'Names of what the last matching rule matched.',
    ({ matched }) => matched.map(entry => new Entry('MATCHED_VARS_NAMES', entry.name, new Value(entry.name))),
  ),
  scalar(
    'HIGHEST_SEVERITY',
    'always-changing',
    'Lowest severity number of the rules that have matched, logged or not; 255 when none had one.',
    ({ highestSeverity }) => String(highestSeverity),
  ),
  collection(
    'RULE',
    'always-changing',
    'Of the rule that looks at it: id, rev, severity, msg and logdata, as written.',
    inspection =>
      RULE_FIELDS.flatMap(field => {
        const value = inspection.macroValue('RULE', field);
        return value === null || value === '' ? [] : [new Entry('RULE', field, new Value(value))];
      }),
  ),
];
