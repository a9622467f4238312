import { start } from './clock.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const timeMin: VariableSpec = scalar('TIME_MIN', 'head', 'Minute, 0–59.', inspection =>
  String(start(inspection).getMinutes()),
);
