import { SyntaxProblem } from '../words.js';
import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secArgumentSeparator: DirectiveSpec = {
  name: 'SecArgumentSeparator',
  summary: 'The char between urlencoded arguments, in query and body. Default &.',
  example: 'SecArgumentSeparator ;',
  apply(directive, args, scope) {
    const word = only(directive, args, '&');
    if (word.text.length !== 1 || word.text === '=' || word.text === '%' || word.text === '+') {
      throw new SyntaxProblem(
        word.place(),
        `the separator ${JSON.stringify(word.text)}`,
        'write one char, such as & or ;',
      );
    }
    scope.settings.argumentSeparator = word.text;
  },
};
