import { type ParseLimits, RequestHead } from '../../src/core/index.js';

export const LIMITS: ParseLimits = { arguments: 1000, depth: 512, files: 100, argumentSeparator: '&' };

/** A request head with the headers given as name, value, name, value … */
export function head(target: string, ...rawHeaders: string[]): RequestHead {
  return new RequestHead('GET', target, '1.1', rawHeaders);
}

/** Chars U+0000–U+00FF, biased by an alphabet that has meaning for the parser at hand. */
export function byteString(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('latin1');
}

/** The UTF-8 bytes of a text as a byte string. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
