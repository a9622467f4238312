import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const remoteHost: VariableSpec = scalar(
  'REMOTE_HOST',
  'head',
  'The same as REMOTE_ADDR: names are not looked up.',
  ({ transaction }) => transaction.client?.ip ?? '',
);
