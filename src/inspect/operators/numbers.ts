import { isDigit, isSpace } from '../byte-class.js';
import type { Macro, Operator, OperatorSpec } from '../contract.js';

const INT32 = 2 ** 31;
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

/** As `readInteger`, but beyond 32 bits it is 0: how ModSecurity reads both sides of `@eq`. */
function readInt32(text: string): number {
  const read = readInteger(text);
  return typeof read === 'number' && read >= -INT32 && read < INT32 ? read : 0;
}

function numeric<N>(
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

export const eq: OperatorSpec = {
  name: 'eq',
  summary: 'The value equals the argument as a number. What is not a number is 0.',
  example: 'SecRule &REQUEST_HEADERS:Host "@eq 0" "id:1011,phase:1,deny"',
  compile: argument => numeric(argument, readInt32, (value, limit) => value === limit),
};

export const ge: OperatorSpec = {
  name: 'ge',
  summary: 'The value is greater than or equal to the argument as a number. What is not a number is 0.',
  example: 'SecRule TX:inbound_anomaly_score "@ge %{tx.threshold}" "id:1012,phase:2,deny"',
  compile: argument => numeric(argument, readInteger, (value, limit) => value >= limit),
};

export const gt: OperatorSpec = {
  name: 'gt',
  summary: 'The value is greater than the argument as a number. What is not a number is 0.',
  example: 'SecRule &ARGS "@gt 255" "id:1013,phase:2,deny"',
  compile: argument => numeric(argument, readInteger, (value, limit) => value > limit),
};

export const le: OperatorSpec = {
  name: 'le',
  summary: 'The value is less than or equal to the argument as a number. What is not a number is 0.',
  example: 'SecRule ARGS:count "@le 0" "id:1014,phase:2,deny"',
  compile: argument => numeric(argument, readInteger, (value, limit) => value <= limit),
};

export const lt: OperatorSpec = {
  name: 'lt',
  summary: 'The value is less than the argument as a number. What is not a number is 0.',
  example: 'SecRule TX:detection_paranoia_level "@lt 2" "id:1015,phase:1,pass,nolog,skipAfter:END"',
  compile: argument => numeric(argument, readInteger, (value, limit) => value < limit),
};
