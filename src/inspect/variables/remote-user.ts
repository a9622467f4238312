import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

/** The user of Basic credentials (RFC 7617), or null when there are none. */
function basicUser(authorization: string | undefined): string | null {
  const encoded = /^basic[ \t]+([^ \t]*)/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const credentials = Buffer.from(encoded, 'base64').toString('latin1');
  const colon = credentials.indexOf(':');
  return colon < 0 ? null : credentials.slice(0, colon);
}

export const remoteUser: VariableSpec = scalar(
  'REMOTE_USER',
  'head',
  'The user name that an Authorization header of the Basic scheme claims; nobody has checked the password.',
  ({ transaction }) => basicUser(transaction.head.header('authorization')),
);
