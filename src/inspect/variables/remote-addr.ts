import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const remoteAddr: VariableSpec = scalar(
  'REMOTE_ADDR',
  'head',
  'The client address, behind trusted proxies too.',
  ({ transaction }) => transaction.client?.ip ?? '',
);
