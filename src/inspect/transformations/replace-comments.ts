import type { TransformationSpec } from '../contract.js';

function apply(bytes: string): string {
  let open = bytes.indexOf('/*');
  if (open < 0) return bytes;
  const parts: string[] = [];
  let from = 0;
  while (open >= 0) {
    parts.push(bytes.slice(from, open));
    const close = bytes.indexOf('*/', open + 2);
    from = close < 0 ? bytes.length : close + 2;
    open = bytes.indexOf('/*', from);
  }
  parts.push(bytes.slice(from));
  return parts.join(' ');
}

export const replaceComments: TransformationSpec = {
  name: 'replaceComments',
  summary: 'Replaces each /* */ comment by a space, one that is left open too.',
  example: ['union/* x */select/*', 'union select '],
  touches: '/',
  apply,
};
