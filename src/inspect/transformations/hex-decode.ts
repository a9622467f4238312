import type { TransformationSpec } from '../contract.js';
import { outputBuffer, written } from './bytes.js';

/** A byte that is not a hexadecimal digit is read by the same sum as ModSecurity's, so that both agree on it. */
function nibble(code: number): number {
  return code >= 0x41 ? (code & 0xdf) - 0x41 + 10 : code - 0x30;
}

/** An odd digit at the end is left out: a single digit gives the empty string (CVE-2026-30923 was a crash on it). */
function apply(bytes: string): string {
  const size = bytes.length >> 1;
  if (bytes.length === 0) return bytes;
  const output = outputBuffer(size);
  for (let i = 0; i < size; i++) {
    output[i] = (nibble(bytes.charCodeAt(2 * i)) * 16 + nibble(bytes.charCodeAt(2 * i + 1))) & 0xff;
  }
  return written('', output, size);
}

export const hexDecode: TransformationSpec = {
  name: 'hexDecode',
  summary: 'Decodes hexadecimal digits, two a byte. An odd digit at the end is left out.',
  example: ['73656c656374', 'select'],
  apply,
};
