import { parseUnicodeMap } from '../../inspect/transformations/index.js';
import { SyntaxProblem } from '../words.js';
import { exactly } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secUnicodeMapFile: DirectiveSpec = {
  name: 'SecUnicodeMapFile',
  summary:
    'What t:urlDecodeUni makes of %uHHHH: a map file and the code page in it. Default: the low byte, and ASCII for full-width forms.',
  example: 'SecUnicodeMapFile unicode.mapping 20127',
  apply(directive, args, scope) {
    const [file, page] = exactly(directive, args, 2, 'FILE CODEPAGE');
    if (!/^\d{1,6}$/.test(page.text)) {
      throw new SyntaxProblem(page.place(), `the code page ${page.text}`, 'write its number, such as 20127');
    }
    const text = scope.readFile(file);
    try {
      scope.settings.unicodeMap = parseUnicodeMap(text, Number(page.text));
    } catch (error) {
      throw new SyntaxProblem(
        file.place(),
        `the map ${file.text}: ${error instanceof Error ? error.message : String(error)}`,
        'name a Unicode map file and a code page that it has',
      );
    }
  },
};
