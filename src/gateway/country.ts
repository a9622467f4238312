import { statSync } from 'node:fs';
import { type CountryDatabase, loadCountryDatabase } from '../client/index.js';

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
