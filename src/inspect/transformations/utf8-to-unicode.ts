import type { TransformationSpec } from '../contract.js';

function apply(bytes: string): string {
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    if (code > 0x7f || code === 0) return convert(bytes, i);
  }
  return bytes;
}

/**
 * Follows ModSecurity in what it does with bytes that are not UTF-8: a lead byte without its continuation is left out, a
 * continuation byte without a lead stays, a lead byte above F4 stays besides its escape, and after the escape of a
 * surrogate or of an overlong form its lead byte is added. A NUL is left out unless it is the last byte.
 */
function convert(bytes: string, first: number): string {
  let out = bytes.slice(0, first);
  let i = first;
  while (i < bytes.length) {
    const code = bytes.charCodeAt(i);
    const size = sequenceLength(code);
    if (size === 1) {
      if (code !== 0 || i + 1 === bytes.length) out += bytes.charAt(i);
      i++;
      continue;
    }
    if (code > 0xf4) out += bytes.charAt(i);
    const codePoint = decodeSequence(bytes, i, size);
    if (codePoint < 0) {
      i++;
      continue;
    }
    out += `%u${codePoint.toString(16).padStart(4, '0')}`;
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) out += bytes.charAt(i);
    if (codePoint < SMALLEST[size]!) out += bytes.charAt(i);
    i += size;
  }
  return out;
}

/** The smallest code point that needs two, three and four bytes; below it a form is overlong. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

function sequenceLength(lead: number): number {
  if ((lead & 0xe0) === 0xc0) return 2;
  if ((lead & 0xf0) === 0xe0) return 3;
  return (lead & 0xf8) === 0xf0 ? 4 : 1;
}

/** The code point of a sequence, or -1 when its continuation bytes are not there. */
function decodeSequence(bytes: string, at: number, size: number): number {
  let codePoint = bytes.charCodeAt(at) & (0x7f >> size);
  for (let i = at + 1; i < at + size; i++) {
    const code = bytes.charCodeAt(i);
    if ((code & 0xc0) !== 0x80) return -1;
    codePoint = (codePoint << 6) | (code & 0x3f);
  }
  return codePoint;
}

export const utf8toUnicode: TransformationSpec = {
  name: 'utf8toUnicode',
  summary: 'Writes every UTF-8 sequence of two or more bytes as %uhhhh, for urlDecodeUni to read.',
  example: ['\xef\xbc\x9cscript\xc3\xa9', '%uff1cscript%u00e9'],
  touches: '\x80\0',
  apply,
};
