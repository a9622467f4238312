import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const serverName: VariableSpec = scalar(
  'SERVER_NAME',
  'head',
  'Host name of the Host header, without port.',
  ({ transaction, environment }) => {
    const host = transaction.head.header('host');
    return host === undefined ? environment.serverName : host.replace(/:\d*$/, '');
  },
);
