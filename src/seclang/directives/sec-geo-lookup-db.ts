import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secGeoLookupDb: DirectiveSpec = {
  name: 'SecGeoLookupDb',
  summary:
    'The country database (mmdb) of @geoLookup and of the gate. `geoip.country` in the YAML wins. Default: the one of the package.',
  example: 'SecGeoLookupDb country.mmdb',
  apply(directive, args, scope) {
    const word = only(directive, args, 'FILE');
    scope.settings.geoLookupDb = { file: scope.resolve(word), place: word.place() };
  },
};
