import { isSpace } from '../byte-class.js';

/** Without white space at the beginning. */
export function left(bytes: string): string {
  let start = 0;
  while (isSpace(bytes.charCodeAt(start))) start++;
  return start === 0 ? bytes : bytes.slice(start);
}

/** Without white space at the end. */
export function right(bytes: string): string {
  let end = bytes.length;
  while (end > 0 && isSpace(bytes.charCodeAt(end - 1))) end--;
  return end === bytes.length ? bytes : bytes.slice(0, end);
}
