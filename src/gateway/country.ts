import { statSync } from 'node:fs';
import { type CountryDatabase, defaultCountryDatabase, loadCountryDatabase } from '../client/index.js';
import type { LoadedConfig } from '../config/index.js';
import type { Problems } from '../core/index.js';
import type { Plan } from '../inspect/index.js';
import { atPlace } from './problems.js';

interface Loaded {
  readonly key: string;
  readonly database: CountryDatabase;
}

/** The database that was read last: reading it takes a good part of a second, and most reloads change something else. */
let last: Loaded | null = null;

/**
 * Loads a country database, or gives the one already read when the file is the same by path, size and time of change.
 * @throws CountryDatabaseError, or the system's error when there is no such file
 */
export function countryDatabase(file: string): CountryDatabase {
  const { size, mtimeMs, ino } = statSync(file);
  const key = `${file} ${ino} ${size} ${mtimeMs}`;
  if (last?.key !== key) last = { key, database: loadCountryDatabase(file) };
  return last.database;
}

/**
 * The database of `geoip.country`, else of SecGeoLookupDb, else of the package. Where both are written and differ the
 * YAML wins, and `check` warns. @returns null when it cannot be read, and that was reported
 */
export function effectiveCountries(
  loaded: LoadedConfig,
  settings: Plan['settings'] | null,
  problems: Problems,
): CountryDatabase | null {
  const { country } = loaded.config.geoip;
  const written = settings?.geoLookupDb ?? null;
  if (country === null && written !== null) {
    try {
      return countryDatabase(written.file);
    } catch (error) {
      problems.error(
        written.place,
        `SecGeoLookupDb ${written.file}: ${error instanceof Error ? error.message : String(error)}`,
        'name a country database in the MaxMind format (mmdb)',
      );
      return null;
    }
  }
  if (country !== null && written !== null && written.file !== country) {
    problems.warning(
      loaded.place(['geoip', 'country']),
      `geoip.country is ${country}, but a rule file says SecGeoLookupDb ${written.file}`,
      'the YAML wins; take one of them out',
    );
  }
  return atPlace(loaded, ['geoip', 'country'], problems, () =>
    countryDatabase(country ?? defaultCountryDatabase()),
  );
}
