import { lowerAscii } from '../../core/index.js';
import type { CompileEnvironment, Macro, Operator, OperatorSpec } from '../contract.js';
import { readList } from './list-file.js';
import { anyPhrase } from './phrases.js';

function compileFile(argument: Macro, environment: CompileEnvironment): Operator {
  return anyPhrase(readList(argument, environment, 'pmFromFile').lines);
}

export const pmFromFile: OperatorSpec = {
  name: 'pmFromFile',
  summary:
    'As @pm, with the phrases in a file: one a line, spaces inside it count, a line that begins with # is a comment.',
  example: 'SecRule REQUEST_HEADERS:User-Agent "@pmFromFile scanners.data" "id:1052,phase:1,deny"',
  compile: compileFile,
  requires: (argument, environment) => [readList(argument, environment, 'pmFromFile').lines.map(lowerAscii)],
};
