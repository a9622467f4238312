import { isDigit, isSpace } from '../byte-class.js';
import type { Macro, Operator } from '../contract.js';

const INT64 = 2n ** 63n;

/** Up to so many digits a double is exact. */
const EXACT_DIGITS = 15;

/**
 * Reads a number as C's `atoll` does: whitespace, a sign, decimal digits; what follows is ignored, and no digits are 0.
 * Beyond 64 bits it stays at the limit. A number that a double cannot hold comes as a bigint: both kinds compare.
 */
export function readInteger(text: string): number | bigint {
  let i = 0;
  while (isSpace(text.charCodeAt(i))) i++;
  const sign = text.charCodeAt(i);
  const negative = sign === 0x2d;
  if (negative || sign === 0x2b) i++;
  while (text.charCodeAt(i) === 0x30) i++;

  const start = i;
  let size = 0;
  for (let code = text.charCodeAt(i); isDigit(code); code = text.charCodeAt(++i))
    size = size * 10 + code - 0x30;
  if (i - start <= EXACT_DIGITS) return negative && size > 0 ? -size : size;

  // 19 digits are enough for 64 bits; more of them are always beyond the limit.
  const digits = i - start > 19 ? INT64 : BigInt(text.slice(start, i));
  if (negative) return digits > INT64 ? -INT64 : -digits;
  return digits >= INT64 ? INT64 - 1n : digits;
}

/** An operator that compares two numbers. A static argument is read once. */
export function numeric<N>(
  argument: Macro,
  read: (text: string) => N,
  matches: (value: N, argument: N) => boolean,
): Operator {
  if (argument.isStatic) {
    const fixed = read(argument.source);
    return value => matches(read(value.bytes), fixed);
  }
  return (value, scope) => matches(read(value.bytes), read(argument.expand(scope)));
}
