/**
 * The country code of one record, in the shapes of the databases people have: `{country: {iso_code: "JP"}}` (GeoLite2,
 * GeoIP2, DB-IP), `{country_code: "JP"}` (iptoasn), `{country: "JP"}` (IPinfo; `{country_code}` in its newer files).
 * @returns two upper-case letters; null when the record names no country; undefined when what it names is none
 */
export function countryOf(record: unknown): string | null | undefined {
  if (!isObject(record)) return record === null ? null : undefined;
  const { country, country_code } = record;
  const code = country_code ?? (isObject(country) ? country['iso_code'] : country);
  if (code === undefined || code === null || NO_COUNTRY.has(code)) return null;
  if (typeof code !== 'string' || !/^[A-Za-z]{2}$/.test(code)) return undefined;
  return code.toUpperCase();
}

/** What databases write for "no country"; `ZZ` is ISO 3166's user-assigned code for it. */
const NO_COUNTRY: ReadonlySet<unknown> = new Set(['', '-', 'None', 'ZZ']);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
