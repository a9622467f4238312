import { isSpace } from '../byte-class.js';
import type { TransformationSpec } from '../contract.js';

function left(bytes: string): string {
  let start = 0;
  while (isSpace(bytes.charCodeAt(start))) start++;
  return start === 0 ? bytes : bytes.slice(start);
}

function right(bytes: string): string {
  let end = bytes.length;
  while (end > 0 && isSpace(bytes.charCodeAt(end - 1))) end--;
  return end === bytes.length ? bytes : bytes.slice(0, end);
}

export const trim: TransformationSpec = {
  name: 'trim',
  summary: 'Removes whitespace (space, TAB, LF, VT, FF, CR) from both ends.',
  example: [' \tselect 1\r\n', 'select 1'],
  touches: '\t \xa0',
  apply: bytes => left(right(bytes)),
};

export const trimLeft: TransformationSpec = {
  name: 'trimLeft',
  summary: 'Removes whitespace from the beginning.',
  example: [' select 1 ', 'select 1 '],
  touches: '\t \xa0',
  apply: left,
};

export const trimRight: TransformationSpec = {
  name: 'trimRight',
  summary: 'Removes whitespace from the end.',
  example: [' select 1 ', ' select 1'],
  touches: '\t \xa0',
  apply: right,
};
