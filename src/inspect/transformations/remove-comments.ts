import type { TransformationSpec } from '../contract.js';
import { outputBuffer, written } from './bytes.js';

const TRIGGER = /\/\*|<!--|--|#/;

/**
 * C and SQL block comments, HTML comments (either kind may be closed by the other's mark), and the rest of the text after
 * `--` or `#`. As in ModSecurity the byte after a closed comment is copied without being looked at: at the end of the
 * text that is the NUL which ends it.
 */
function apply(bytes: string): string {
  const first = bytes.search(TRIGGER);
  if (first < 0) return bytes;
  const output = outputBuffer(bytes.length - first + 1);
  let length = 0;
  let i = first;
  while (i < bytes.length) {
    const code = bytes.charCodeAt(i);
    const isBlock = code === 0x2f && bytes.charCodeAt(i + 1) === 0x2a;
    if (isBlock || (code === 0x3c && bytes.startsWith('!--', i + 1))) {
      i = endOfComment(bytes, i + (isBlock ? 2 : 4));
      if (i < 0) {
        output[length++] = 0x20;
        break;
      }
      output[length++] = i < bytes.length ? bytes.charCodeAt(i) : 0;
      i++;
    } else if (code === 0x23 || (code === 0x2d && bytes.charCodeAt(i + 1) === 0x2d)) {
      break;
    } else {
      output[length++] = code;
      i++;
    }
  }
  return written(bytes.slice(0, first), output, length);
}

/** Index after the first closing mark from `from` on, or -1. */
function endOfComment(bytes: string, from: number): number {
  for (let i = from; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    if (code === 0x2a && bytes.charCodeAt(i + 1) === 0x2f) return i + 2;
    if (code === 0x2d && bytes.startsWith('->', i + 1)) return i + 3;
  }
  return -1;
}

export const removeComments: TransformationSpec = {
  name: 'removeComments',
  summary:
    'Removes /* */ and <!-- --> comments, and everything from -- or # on. A comment left open becomes a space.',
  example: ['sel/* x */ect 1 -- y', 'select 1 '],
  touches: '/-#<',
  apply,
};
