import type { OperatorSpec } from '../contract.js';

/** True when the bytes are not UTF-8 (RFC 3629): stray or missing bytes, overlong forms, surrogates, above U+10FFFF. */
function isInvalid(bytes: string): boolean {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes.charCodeAt(i++);
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return true;
    // The limits of the second byte keep out overlong forms, surrogates and what is above U+10FFFF.
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    const second = bytes.charCodeAt(i++);
    if (!(second >= lowest && second <= highest)) return true;
    for (let more = lead < 0xe0 ? 0 : lead < 0xf0 ? 1 : 2; more > 0; more--) {
      const code = bytes.charCodeAt(i++);
      if (!(code >= 0x80 && code <= 0xbf)) return true;
    }
  }
  return false;
}

export const validateUtf8Encoding: OperatorSpec = {
  name: 'validateUtf8Encoding',
  summary: 'Matches when the value is not valid UTF-8.',
  example: 'SecRule ARGS "@validateUtf8Encoding" "id:1081,phase:2,deny"',
  compile: () => value => isInvalid(value.bytes),
};
