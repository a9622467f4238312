import {
  type CompileEnvironment,
  type Macro,
  type Operator,
  OperatorError,
  type OperatorSpec,
} from '../contract.js';
import { AddressRanges } from './address-ranges.js';
import { staticText, trimmed } from './argument.js';
import { readList } from './list-file.js';

function entriesOf(text: string): string[] {
  return text
    .split(',')
    .map(trimmed)
    .filter(entry => entry !== '');
}

function compileRanges(entries: readonly string[], where: string): Operator {
  const ranges = new AddressRanges(entries, entry => {
    throw new OperatorError(
      `\`${entry}\`${where} is not an IP address or range`,
      'write addresses such as 192.0.2.1 or 2001:db8::1 and ranges such as 192.0.2.0/24, with commas between them',
    );
  });
  return value => ranges.contains(value.bytes);
}

export const ipMatch: OperatorSpec = {
  name: 'ipMatch',
  summary: 'The value is an IP address in one of the addresses and CIDR ranges of the argument.',
  example: 'SecRule REMOTE_ADDR "@ipMatch 192.0.2.0/24,2001:db8::/32" "id:1041,phase:1,deny"',
  compile(argument) {
    const entries = entriesOf(staticText(argument, 'ipMatch'));
    if (entries.length === 0)
      throw new OperatorError('@ipMatch has no address', 'name at least one address or range');
    return compileRanges(entries, '');
  },
};

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

export const ipMatchF: OperatorSpec = {
  ...ipMatchFromFile,
  name: 'ipMatchF',
  summary: 'The same as @ipMatchFromFile.',
  example: 'SecRule REMOTE_ADDR "@ipMatchF blocked.txt" "id:1043,phase:1,deny"',
};
