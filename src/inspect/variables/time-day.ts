import { start } from './clock.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const timeDay: VariableSpec = scalar('TIME_DAY', 'head', 'Day of the month, 1–31.', inspection =>
  String(start(inspection).getDate()),
);
