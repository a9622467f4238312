import { start } from './clock.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const timeSec: VariableSpec = scalar('TIME_SEC', 'head', 'Second, 0–59.', inspection =>
  String(start(inspection).getSeconds()),
);
