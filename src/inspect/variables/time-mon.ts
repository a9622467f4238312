import { start } from './clock.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const timeMon: VariableSpec = scalar('TIME_MON', 'head', 'Month, 0–11.', inspection =>
  String(start(inspection).getMonth()),
);
