import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const remotePort: VariableSpec = scalar(
  'REMOTE_PORT',
  'head',
  'Port of the connection’s peer.',
  ({ transaction }) => String(transaction.client?.port ?? 0),
);
