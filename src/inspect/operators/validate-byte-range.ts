import { OperatorError, type OperatorSpec } from '../contract.js';
import { staticText, trimmed } from './argument.js';

/** Marks the bytes that `1-31,127` and the like name. */
function readRanges(argument: string): Uint8Array {
  const allowed = new Uint8Array(256);
  for (const part of argument.split(',').map(trimmed)) {
    const found = /^([0-9]{1,3})(?:\s*-\s*([0-9]{1,3}))?$/.exec(part);
    const from = Number(found?.[1]);
    const to = Number(found?.[2] ?? found?.[1]);
    if (found === null || to > 255 || from > to) {
      throw new OperatorError(
        `@validateByteRange: \`${part}\` is not a byte or a range of bytes`,
        'write numbers from 0 to 255 and ranges such as 32-126, with commas between them',
      );
    }
    allowed.fill(1, from, to + 1);
  }
  return allowed;
}

export const validateByteRange: OperatorSpec = {
  name: 'validateByteRange',
  summary: 'Matches when the value has a byte outside the ranges of the argument.',
  example: 'SecRule ARGS "@validateByteRange 9,10,13,32-126,128-255" "id:1061,phase:2,deny"',
  compile(argument) {
    const allowed = readRanges(staticText(argument, 'validateByteRange'));
    return value => {
      const { bytes } = value;
      for (let i = 0; i < bytes.length; i++) if (allowed[bytes.charCodeAt(i)] !== 1) return true;
      return false;
    };
  },
};
