import type { TransformationSpec } from '../contract.js';
import { outputBuffer, written } from './bytes.js';

const DELETE = 1;
const SPACE = 2;
const OPENER = 3;

/** What becomes of each byte: quotes and escapes of the shells go, separators are spaces. 0 is an ordinary byte. */
const KIND = new Uint8Array(256);
for (const char of '"\'\\^') KIND[char.charCodeAt(0)] = DELETE;
for (const char of ' ,;\t\r\n') KIND[char.charCodeAt(0)] = SPACE;
for (const char of '/(') KIND[char.charCodeAt(0)] = OPENER;

function isUpper(code: number): boolean {
  return code <= 0x5a && code >= 0x41;
}

function apply(bytes: string): string {
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    const kind = KIND[code]!;
    if (kind === DELETE || isUpper(code) || (kind === SPACE && code !== 0x20)) return rewrite(bytes, i);
    if (kind === SPACE && i + 1 < bytes.length && KIND[bytes.charCodeAt(i + 1)]! >= SPACE) {
      return rewrite(bytes, i);
    }
  }
  return bytes;
}

/** Rewrites from `changed` on, or from the space before it, on which the first byte to keep may depend. */
function rewrite(bytes: string, changed: number): string {
  const first = changed > 0 && bytes.charCodeAt(changed - 1) === 0x20 ? changed - 1 : changed;
  const output = outputBuffer(bytes.length - first);
  let length = 0;
  let afterSpace = false;
  for (let i = first; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    const kind = KIND[code]!;
    if (kind === DELETE) continue;
    if (kind === SPACE) {
      if (!afterSpace) output[length++] = 0x20;
      afterSpace = true;
      continue;
    }
    if (kind === OPENER && afterSpace) length--;
    output[length++] = isUpper(code) ? code | 0x20 : code;
    afterSpace = false;
  }
  return written(bytes.slice(0, first), output, length);
}

export const cmdLine: TransformationSpec = {
  name: 'cmdLine',
  summary:
    'Undoes tricks with shell commands: deletes \\ " \' ^, makes each run of space , ; and line ends one space, ' +
    'deletes it before / and (, and lower-cases.',
  example: ['C^o"m"MAND;  /c', 'command/c'],
  touches: '\\"\'^,;/ \tA',
  apply,
};
