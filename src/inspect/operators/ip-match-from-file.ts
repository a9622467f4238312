import type { CompileEnvironment, Macro, Operator, OperatorSpec } from '../contract.js';
import { compileRanges, entriesOf } from './ip-ranges.js';
import { readList } from './list-file.js';

function compileFile(argument: Macro, environment: CompileEnvironment): Operator {
  const file = readList(argument, environment, 'ipMatchFromFile');
  // Here `#` opens a comment anywhere in a line, since no address has one.
  const entries = file.lines.flatMap(line => entriesOf(line.split('#', 1)[0]!));
  return compileRanges(entries, ` in ${file.name}`);
}

export const ipMatchFromFile: OperatorSpec = {
  name: 'ipMatchFromFile',
  summary: 'As @ipMatch, with the addresses and ranges in a file: one or more a line, # opens a comment.',
  example: 'SecRule REMOTE_ADDR "@ipMatchFromFile blocked.txt" "id:1042,phase:1,deny"',
  compile: compileFile,
};
