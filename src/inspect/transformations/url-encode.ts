import type { TransformationSpec } from '../contract.js';

/** How each byte is written: letters, digits and `*` as they are, a space as `+`, the rest as `%hh`. */
const ENCODED: readonly string[] = Array.from({ length: 256 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[A-Za-z0-9*]/.test(char)) return char;
  return char === ' ' ? '+' : `%${code.toString(16).padStart(2, '0')}`;
});

function apply(bytes: string): string {
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    if (ENCODED[code]!.length !== 1 || code === 0x20) {
      let out = bytes.slice(0, i);
      for (; i < bytes.length; i++) out += ENCODED[bytes.charCodeAt(i)]!;
      return out;
    }
  }
  return bytes;
}

export const urlEncode: TransformationSpec = {
  name: 'urlEncode',
  summary: 'Writes every byte but letters, digits and * as %hh, a space as +.',
  example: ['a b/\xe9*', 'a+b%2f%e9*'],
  apply,
};
