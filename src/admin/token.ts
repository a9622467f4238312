import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header holds the bearer token with this SHA-256 (hexadecimal). Takes the same time for every wrong one. */
export function hasToken(authorization: string | undefined, expected: string): boolean {
  const token = /^bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  const hash = createHash('sha256').update(token).digest();
  return timingSafeEqual(hash, Buffer.from(expected, 'hex')) && token !== '';
}
