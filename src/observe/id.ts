import { randomInt } from 'node:crypto';

/** Crockford's base 32 in lower case: sorts as it counts, has no look-alikes, needs no escaping anywhere. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const PAIRS: readonly string[] = Array.from({ length: 1024 }, (_, n) => DIGITS[n >> 5] + DIGITS[n & 31]);

const COUNTER_MASK = 0x3fffffff;

/** 25 bits that differ between processes that start in the same millisecond. */
const processDigits = encode(randomInt(0x2000000), 5);
let counter = randomInt(COUNTER_MASK);
let lastTime = 0;
let prefix = '';

function encode(value: number, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = DIGITS[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/**
 * A new request id: 20 characters, `[0-9a-z]`, sorting by the millisecond it was made in. 9 characters of time, 5 of
 * the process (random at start), 6 of a counter that starts at random. Two are the same only if two processes drew the
 * same 25 bits *and* reach the same count in the same millisecond. It names a request and is no secret: it can be guessed.
 */
export function newRequestId(): string {
  const now = Date.now();
  if (now !== lastTime) {
    lastTime = now;
    prefix = encode(now, 9) + processDigits;
  }
  counter = (counter + 1) & COUNTER_MASK;
  return prefix + PAIRS[counter >>> 20] + PAIRS[(counter >>> 10) & 1023] + PAIRS[counter & 1023];
}
