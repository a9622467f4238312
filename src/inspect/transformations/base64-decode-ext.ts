import type { TransformationSpec } from '../contract.js';
import { BASE64_VALUE } from './base64-decode.js';
import { outputBuffer, written } from './bytes.js';

/**
 * Forgiving Base64: bytes outside the alphabet, `=` among them, are passed over and the rest is decoded. ModSecurity gives
 * up with an empty string where padding follows the first letter of a group; PHP, whose decoder it follows, has not
 * done so since 7.1, and an attacker would add such a letter on purpose, so it is passed over here too.
 */
function decode(bytes: string): string {
  if (bytes.length === 0) return bytes;
  const output = outputBuffer(bytes.length);
  let length = 0;
  let group = 0;
  let digits = 0;
  for (let i = 0; i < bytes.length; i++) {
    const value = BASE64_VALUE[bytes.charCodeAt(i)]!;
    if (value < 0) continue;
    group = ((group << 6) | value) & 0xffffff;
    digits = (digits + 1) & 3;
    if (digits === 2) output[length++] = (group >> 4) & 0xff;
    else if (digits === 3) output[length++] = (group >> 2) & 0xff;
    else if (digits === 0) output[length++] = group & 0xff;
  }
  return written('', output, length);
}

export const base64DecodeExt: TransformationSpec = {
  name: 'base64DecodeExt',
  summary: 'Decodes Base64, passing over every byte that does not belong to it.',
  example: ['c2.Vs!ZWN0IDE', 'select 1'],
  apply: decode,
};
