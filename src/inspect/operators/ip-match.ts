import { OperatorError, type OperatorSpec } from '../contract.js';
import { staticText } from './argument.js';
import { compileRanges, entriesOf } from './ip-ranges.js';

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
