import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

/** Scheme of the Authorization header, as Apache's AUTH_TYPE would name it. */
function schemeOf(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const space = authorization.indexOf(' ');
  return space < 0 ? authorization : authorization.slice(0, space);
}

export const authType: VariableSpec = scalar(
  'AUTH_TYPE',
  'head',
  'Scheme of the Authorization header.',
  ({ transaction }) => schemeOf(transaction.head.header('authorization')),
);
