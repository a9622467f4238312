import { isUtf8 } from 'node:buffer';
import type { Problem } from '../core/index.js';

/**
 * Rule files are byte strings: what a problem quotes of them becomes text that people can read. UTF-8 is decoded, other
 * bytes and control bytes are shown as `\\xHH`.
 */
export function readable(problem: Problem): Problem {
  return { ...problem, found: textOf(problem.found), expected: textOf(problem.expected) };
}

function textOf(bytes: string): string {
  return bytes
    .replace(/[\x80-\xff]+/g, run => {
      const buffer = Buffer.from(run, 'latin1');
      return isUtf8(buffer) ? buffer.toString('utf8') : escaped(run);
    })
    .replace(/[\0-\x1f\x7f-\x9f]+/g, escaped);
}

function escaped(bytes: string): string {
  return Array.from(bytes, byte => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
}
