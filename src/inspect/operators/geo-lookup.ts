import type { OperatorSpec } from '../contract.js';

export const geoLookup: OperatorSpec = {
  name: 'geoLookup',
  summary: 'Looks the address up in the country database and fills GEO; matches when it is found.',
  example: 'SecRule REMOTE_ADDR "@geoLookup" "id:1031,phase:1,pass,nolog"',
  isImpure: true,
  compile: () => (value, scope) => scope.geoLookup(value.bytes),
};
