import { start } from './clock.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const timeHour: VariableSpec = scalar('TIME_HOUR', 'head', 'Hour, 0–23.', inspection =>
  String(start(inspection).getHours()),
);
