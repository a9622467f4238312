import { createHash } from 'node:crypto';

/** The digest as raw bytes. */
export function digest(algorithm: 'md5' | 'sha1', bytes: string): string {
  return createHash(algorithm).update(bytes, 'latin1').digest().toString('latin1');
}
