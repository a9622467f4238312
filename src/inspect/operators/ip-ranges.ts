import { type Operator, OperatorError } from '../contract.js';
import { AddressRanges } from './address-ranges.js';
import { trimmed } from './argument.js';

/** Addresses and ranges with commas between them. */
export function entriesOf(text: string): string[] {
  return text
    .split(',')
    .map(trimmed)
    .filter(entry => entry !== '');
}

/** @param where for messages: ` in FILE`, or nothing. @throws OperatorError */
export function compileRanges(entries: readonly string[], where: string): Operator {
  const ranges = new AddressRanges(entries, entry => {
    throw new OperatorError(
      `\`${entry}\`${where} is not an IP address or range`,
      'write addresses such as 192.0.2.1 or 2001:db8::1 and ranges such as 192.0.2.0/24, with commas between them',
    );
  });
  return value => ranges.contains(value.bytes);
}
