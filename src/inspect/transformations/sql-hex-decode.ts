import type { TransformationSpec } from '../contract.js';
import { hexByte, outputBuffer, written } from './bytes.js';

function startsNumber(bytes: string, at: number): boolean {
  return (
    bytes.charCodeAt(at) === 0x30 && (bytes.charCodeAt(at + 1) | 0x20) === 0x78 && hexByte(bytes, at + 2) >= 0
  );
}

function apply(bytes: string): string {
  let first = bytes.indexOf('0');
  while (first >= 0 && !startsNumber(bytes, first)) first = bytes.indexOf('0', first + 1);
  if (first < 0) return bytes;
  const output = outputBuffer(bytes.length - first);
  let length = 0;
  let i = first;
  while (i < bytes.length) {
    if (!startsNumber(bytes, i)) {
      output[length++] = bytes.charCodeAt(i++);
      continue;
    }
    i += 2;
    for (let byte = hexByte(bytes, i); byte >= 0; byte = hexByte(bytes, i)) {
      output[length++] = byte;
      i += 2;
    }
  }
  return written(bytes.slice(0, first), output, length);
}

export const sqlHexDecode: TransformationSpec = {
  name: 'sqlHexDecode',
  summary: 'Decodes SQL hexadecimal literals: 0x and pairs of digits.',
  example: ['char(0x73656c)', 'char(sel)'],
  touches: '0',
  apply,
};
