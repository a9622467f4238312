import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const serverPort: VariableSpec = scalar(
  'SERVER_PORT',
  'head',
  'Local port the connection came in on.',
  ({ transaction }) => String(transaction.localPort),
);
