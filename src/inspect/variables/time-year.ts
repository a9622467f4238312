import { start } from './clock.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const timeYear: VariableSpec = scalar('TIME_YEAR', 'head', 'Year, four digits.', inspection =>
  String(start(inspection).getFullYear()),
);
