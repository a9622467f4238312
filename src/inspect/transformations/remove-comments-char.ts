import type { TransformationSpec } from '../contract.js';
import { outputBuffer, written } from './bytes.js';

const TRIGGER = /\/\*|\*\/|<!--|--|#/;

/** Length of the comment mark at `at`, or 0. */
function markLength(bytes: string, at: number): number {
  switch (bytes.charCodeAt(at)) {
    case 0x23: // #
      return 1;
    case 0x2f: // /*
      return bytes.charCodeAt(at + 1) === 0x2a ? 2 : 0;
    case 0x2a: // */
      return bytes.charCodeAt(at + 1) === 0x2f ? 2 : 0;
    case 0x3c: // <!--
      return bytes.startsWith('!--', at + 1) ? 4 : 0;
    case 0x2d: // --> or --
      if (bytes.charCodeAt(at + 1) !== 0x2d) return 0;
      return bytes.charCodeAt(at + 2) === 0x3e ? 3 : 2;
    default:
      return 0;
  }
}

function apply(bytes: string): string {
  const first = bytes.search(TRIGGER);
  if (first < 0) return bytes;
  const output = outputBuffer(bytes.length - first);
  let length = 0;
  for (let i = first; i < bytes.length; ) {
    const mark = markLength(bytes, i);
    if (mark > 0) {
      i += mark;
    } else {
      output[length++] = bytes.charCodeAt(i++);
    }
  }
  return written(bytes.slice(0, first), output, length);
}

export const removeCommentsChar: TransformationSpec = {
  name: 'removeCommentsChar',
  summary: 'Removes the comment marks /* */ <!-- --> -- # and keeps what is between them.',
  example: ['sel/**/ect 1--', 'select 1'],
  touches: '/*-#<',
  apply,
};
