import { SyntaxProblem } from '../words.js';
import { chosen, only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secCookieFormat: DirectiveSpec = {
  name: 'SecCookieFormat',
  summary: 'How cookies are read: 0, as browsers send them. 1 (RFC 2109) is a load error.',
  example: 'SecCookieFormat 0',
  apply(directive, args) {
    const word = only(directive, args, '0');
    if (chosen(directive, word, { 0: 0, 1: 1 }) === 0) return;
    throw new SyntaxProblem(
      word.place(),
      'SecCookieFormat 1 is not supported',
      'write 0: cookies are read as browsers send them',
    );
  },
};
