import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const serverAddr: VariableSpec = scalar(
  'SERVER_ADDR',
  'head',
  'Local address the connection came in on.',
  ({ transaction }) => transaction.localAddress,
);
