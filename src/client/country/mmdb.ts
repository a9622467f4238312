import { Reader, type Response } from 'maxmind';
import type { Address } from '../../core/index.js';
import { formatAddress } from '../format.js';

/**
 * Reads a MaxMind DB file (format 2.0) from end to end and hands over its ranges in order. The file is checked as a
 * whole first: half a database would answer "unknown" for the other half of the world.
 */

const METADATA_MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');
/** The format puts the metadata within the last 128 KiB. */
const METADATA_REACH = 128 * 1024;
/** Zero bytes between the search tree and the data. */
const SEPARATOR_SIZE = 16;
/** Trees may point into their IPv4 part more than once (6to4, Teredo); a tree that goes on longer has a loop. */
const MAX_VISITS_PER_NODE = 8;

/** A database file that cannot be used; the message says why and what would be right. */
export class CountryDatabaseError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CountryDatabaseError';
  }
}

/** Receives consecutive ranges that cover a family's whole space; each ends where the next begins. */
export interface RangeSink {
  /** @param pointer identifies the record within the file, 0 when the range has none */
  range(start: Address, pointer: number): void;
}

export class MmdbFile {
  readonly #bytes: Buffer;
  readonly #reader: Reader<Response>;
  readonly #nodeCount: number;
  readonly #recordSize: number;
  readonly #dataSize: number;
  #visits: number;

  /** @throws CountryDatabaseError when the file is truncated, damaged or of another kind */
  constructor(bytes: Buffer) {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      throw new CountryDatabaseError('it is compressed with gzip; unpack it first');
    }
    const marker = bytes.lastIndexOf(METADATA_MARKER);
    if (marker < 0 || marker < bytes.length - METADATA_REACH) {
      throw new CountryDatabaseError(
        'it has no MaxMind DB metadata at its end; it is truncated or not an mmdb file',
      );
    }
    this.#bytes = bytes;
    try {
      this.#reader = new Reader<Response>(bytes);
    } catch (error) {
      throw new CountryDatabaseError(`its metadata cannot be read (${String(error)}); download it again`, {
        cause: error,
      });
    }
    const { nodeCount, recordSize, ipVersion, searchTreeSize, buildEpoch, binaryFormatMajorVersion } =
      this.#reader.metadata;
    const sane =
      Number.isSafeInteger(nodeCount) &&
      nodeCount > 0 &&
      (recordSize === 24 || recordSize === 28 || recordSize === 32) &&
      (ipVersion === 4 || ipVersion === 6) &&
      binaryFormatMajorVersion === 2 &&
      !Number.isNaN(buildEpoch.getTime());
    if (!sane) throw new CountryDatabaseError('its metadata makes no sense; download it again');
    this.#dataSize = marker - searchTreeSize - SEPARATOR_SIZE;
    const separator = bytes.subarray(searchTreeSize, searchTreeSize + SEPARATOR_SIZE);
    if (this.#dataSize <= 0 || separator.some(byte => byte !== 0)) {
      throw new CountryDatabaseError(
        'its search tree is not as long as its metadata says; download it again',
      );
    }
    this.#nodeCount = nodeCount;
    this.#recordSize = recordSize;
    this.#visits = nodeCount * MAX_VISITS_PER_NODE;
  }

  get builtAt(): Date {
    return this.#reader.metadata.buildEpoch;
  }

  get type(): string {
    return this.#reader.metadata.databaseType;
  }

  /** The decoded record of the range that `address` is in. @throws CountryDatabaseError when it cannot be decoded */
  record(address: Address): unknown {
    const text = formatAddress(address);
    try {
      return this.#reader.get(text);
    } catch (error) {
      throw new CountryDatabaseError(
        `its record for ${text} cannot be read (${String(error)}); download it again`,
        {
          cause: error,
        },
      );
    }
  }

  /** @throws CountryDatabaseError when the tree is damaged */
  walkIPv4(sink: RangeSink): void {
    const { ipVersion, nodeCount } = this.#reader.metadata;
    let node = 0;
    if (ipVersion === 6)
      for (let depth = 0; depth < 96 && node < nodeCount; depth++) node = this.#child(node, 0);
    this.#walk(sink, 4, node, 96, 0, 0, 0, 0);
  }

  /**
   * The IPv6 space without `::/96` (which is where IPv4 stands) and `::ffff:0:0/96` (IPv4 again, folded before any
   * lookup). @throws CountryDatabaseError when the tree is damaged
   */
  walkIPv6(sink: RangeSink): void {
    const { ipVersion, nodeCount } = this.#reader.metadata;
    this.#walk(sink, 6, ipVersion === 6 ? 0 : nodeCount, 0, 0, 0, 0, 0);
  }

  #walk(
    sink: RangeSink,
    family: 4 | 6,
    node: number,
    depth: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void {
    const nodeCount = this.#nodeCount;
    if (family === 6 && depth === 96 && a === 0 && b === 0 && (c === 0 || c === 0xffff)) {
      sink.range({ family, a, b, c, d }, 0);
    } else if (node >= nodeCount) {
      const offset = node - nodeCount;
      if (offset !== 0 && (offset < SEPARATOR_SIZE || offset - SEPARATOR_SIZE >= this.#dataSize)) {
        throw new CountryDatabaseError('its search tree points outside of its data; download it again');
      }
      sink.range({ family, a, b, c, d }, offset);
    } else {
      if (depth === 128 || --this.#visits < 0) {
        throw new CountryDatabaseError('its search tree has no end; download it again');
      }
      const bit = (0x80000000 >>> (depth & 31)) >>> 0;
      this.#walk(sink, family, this.#child(node, 0), depth + 1, a, b, c, d);
      const word = depth >>> 5;
      if (word === 0) a += bit;
      else if (word === 1) b += bit;
      else if (word === 2) c += bit;
      else d += bit;
      this.#walk(sink, family, this.#child(node, 1), depth + 1, a, b, c, d);
    }
  }

  #child(node: number, side: 0 | 1): number {
    const bytes = this.#bytes;
    const size = this.#recordSize;
    if (size === 24) {
      const at = node * 6 + side * 3;
      return (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
    }
    if (size === 28) {
      const at = node * 7 + side * 4;
      const middle = bytes[node * 7 + 3];
      const high = side === 0 ? middle >>> 4 : middle & 15;
      return (high << 24) | (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
    }
    return bytes.readUInt32BE(node * 8 + side * 4);
  }
}
