import { start } from './clock.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const timeWday: VariableSpec = scalar(
  'TIME_WDAY',
  'head',
  'Day of the week, 0 (Sunday)–6.',
  inspection => String(start(inspection).getDay()),
);
