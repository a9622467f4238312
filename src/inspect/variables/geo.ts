import { getCountryData, type TCountryCode } from 'countries-list';
import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

/** What a database of countries cannot say: fields of the manual that need one of cities. */
const OF_CITIES = new Set([
  'region',
  'city',
  'postal_code',
  'latitude',
  'longitude',
  'dma_code',
  'area_code',
]);

/** Fields of one country, by its ISO 3166-1 alpha-2 code: the ones that are not known are left out. */
function fieldsOf(code: string): readonly (readonly [field: string, value: string | undefined])[] {
  const { iso3, name, continent } = getCountryData(code as TCountryCode);
  return [
    ['COUNTRY_CODE', code],
    ['COUNTRY_CODE3', iso3],
    ['COUNTRY_NAME', name],
    ['COUNTRY_CONTINENT', continent],
  ];
}

export const geo: VariableSpec = {
  ...collection(
    'GEO',
    'always-changing',
    'What the last @geoLookup found: COUNTRY_CODE, COUNTRY_CODE3, COUNTRY_NAME, COUNTRY_CONTINENT.',
    ({ geo }) =>
      geo === null
        ? []
        : fieldsOf(geo.country).flatMap(([field, value]) =>
            value === undefined
              ? []
              : [new Entry('GEO', field, new Value(Buffer.from(value).toString('latin1')))],
          ),
  ),
  refuses: (lowerKey: string) =>
    OF_CITIES.has(lowerKey) ? 'the database of the gateway knows countries, not places in them' : null,
};
