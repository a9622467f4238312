import { isSpace } from '../byte-class.js';
import type { TransformationSpec } from '../contract.js';
import { outputBuffer, written } from './bytes.js';

function apply(bytes: string): string {
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    if (isSpace(code) && (code !== 0x20 || isSpace(bytes.charCodeAt(i + 1)))) return compress(bytes, i);
  }
  return bytes;
}

/** No whitespace comes right before `first`. */
function compress(bytes: string, first: number): string {
  const output = outputBuffer(bytes.length - first);
  let length = 0;
  let afterSpace = false;
  for (let i = first; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    const space = isSpace(code);
    if (!space) output[length++] = code;
    else if (!afterSpace) output[length++] = 0x20;
    afterSpace = space;
  }
  return written(bytes.slice(0, first), output, length);
}

export const compressWhitespace: TransformationSpec = {
  name: 'compressWhitespace',
  summary: 'Makes each run of whitespace (space, TAB, LF, VT, FF, CR) one space.',
  example: ['select \t\n 1', 'select 1'],
  touches: '\t \xa0',
  apply,
};
