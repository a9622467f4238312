import type { OperatorSpec } from '../contract.js';

export const rbl: OperatorSpec = {
  name: 'rbl',
  summary:
    'Never matches here: it would ask a DNS server while the request waits. Use an address list of the gate.',
  example: 'SecRule REMOTE_ADDR "@rbl dnsbl.example.org" "id:1023,phase:1,deny"',
  caution:
    '@rbl never matches: it would ask a DNS server while the request waits; use an address list of the gate',
  compile: () => () => false,
};
