import { SyntaxProblem } from '../words.js';
import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secWebAppId: DirectiveSpec = {
  name: 'SecWebAppId',
  summary: 'WEBAPPID: keeps the persistent records of two applications apart. Default `default`.',
  example: 'SecWebAppId shop',
  apply(directive, args, { settings }) {
    const word = only(directive, args, 'NAME');
    if (word.text === '') throw new SyntaxProblem(word.place(), 'an empty name', 'write SecWebAppId NAME');
    settings.webAppId = word.text;
  },
};
