import { z } from 'zod';
import { Refusal, scalar } from './scalar.js';

const DURATION = 'a duration such as 500ms, 10s or 2m (a bare number means seconds)';
const SIZE = 'a size such as 128k, 12.5MiB or 13107200 (bytes; k, m and g are 1024-based)';

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const BYTES: Readonly<Record<string, number>> = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Bytes in a mebibyte. */
export const MIB = 2 ** 20;

/** A longer timer of Node fires at once (its delay is a signed 32-bit number of milliseconds). */
const LONGEST = 2 ** 31 - 1;

/** `500ms`, `10s`, `2m`, `1h`, or seconds as a number. Output: whole milliseconds, at least 1. */
export const duration = scalar(
  z.union([z.number().positive(DURATION), z.string().regex(/^\d{1,10}(\.\d{1,6})?(ms|s|m|h)?$/, DURATION)], {
    error: DURATION,
  }),
  written => {
    const text = String(written);
    const [, digits, unit] = /^([\d.]+)(ms|s|m|h)?$/.exec(text) ?? [null, '', ''];
    const milliseconds = Math.round(Number(digits) * MILLISECONDS[unit || 's']);
    if (!(milliseconds >= 1)) return new Refusal('a duration of at least 1ms');
    if (milliseconds > LONGEST) return new Refusal('a duration of at most 596h');
    return milliseconds;
  },
);

/** `128k`, `12MiB`, `1g`, or bytes as a number. Output: whole bytes, from 1 to `most`. */
export function size(most: number) {
  return scalar(
    z.union([z.int().positive(SIZE), z.string().regex(/^\d{1,15}(\.\d{1,6})?([bB]|[kmgKMG](iB)?)?$/, SIZE)], {
      error: SIZE,
    }),
    written => {
      const [, digits, unit] = /^([\d.]+)([a-zA-Z]?)/.exec(String(written)) ?? [null, '', ''];
      const bytes = Math.floor(Number(digits) * BYTES[unit.toLowerCase()]);
      if (!(bytes >= 1)) return new Refusal('a size of at least 1 byte');
      return bytes > most ? new Refusal(`a size of at most ${most / MIB}MiB`) : bytes;
    },
  );
}
