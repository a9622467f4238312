import type { OperatorSpec } from '../contract.js';
import { numeric, readInteger } from './numbers.js';

export const ge: OperatorSpec = {
  name: 'ge',
  summary: 'The value is greater than or equal to the argument as a number. What is not a number is 0.',
  example: 'SecRule TX:inbound_anomaly_score "@ge %{tx.threshold}" "id:1012,phase:2,deny"',
  compile: argument => numeric(argument, readInteger, (value, limit) => value >= limit),
};
