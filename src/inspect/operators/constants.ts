import type { OperatorSpec } from '../contract.js';

export const unconditionalMatch: OperatorSpec = {
  name: 'unconditionalMatch',
  summary: 'Always matches. The argument is ignored.',
  example: 'SecRule REMOTE_ADDR "@unconditionalMatch" "id:1021,phase:1,pass,nolog"',
  compile: () => () => true,
};

export const noMatch: OperatorSpec = {
  name: 'noMatch',
  summary: 'Never matches. The argument is ignored.',
  example: 'SecRule REMOTE_ADDR "@noMatch" "id:1022,phase:1,deny"',
  compile: () => () => false,
};

export const rbl: OperatorSpec = {
  name: 'rbl',
  summary:
    'Never matches here: it would ask a DNS server while the request waits. Use an address list of the gate.',
  example: 'SecRule REMOTE_ADDR "@rbl dnsbl.example.org" "id:1023,phase:1,deny"',
  caution:
    '@rbl never matches: it would ask a DNS server while the request waits; use an address list of the gate',
  compile: () => () => false,
};
