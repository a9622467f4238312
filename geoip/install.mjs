#!/usr/bin/env node
/**
 * Checks a downloaded country database and puts it in place: `node geoip/install.mjs FILE [DEST]`.
 *
 * DEST is `country.mmdb` beside this script unless given. The file is read once, checked from end to end, written next
 * to DEST and renamed over it, so that a running gateway sees the old database or the new one, never half of one.
 * Exits with 0 when the database is in place; with 1, and DEST as it was, when it is not.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Reader } from 'maxmind';

const MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');
const SEPARATOR_SIZE = 16;
const NO_COUNTRY = new Set([undefined, null, '', '-', 'None', 'ZZ']);

/** Networks whose country has not changed in decades: the University of Tokyo, RIPE NCC, Google's DNS, WIDE. */
const KNOWN = [
  ['133.11.0.1', 'JP'],
  ['193.0.6.139', 'NL'],
  ['8.8.8.8', 'US'],
  ['2001:200::1', 'JP'],
  ['2001:67c:2e8::1', 'NL'],
  ['2001:4860:4860::8888', 'US'],
];

function main([file, destination = join(dirname(fileURLToPath(import.meta.url)), 'country.mmdb'), ...rest]) {
  if (file === undefined || file.startsWith('-') || rest.length > 0) {
    console.error('usage: node geoip/install.mjs FILE [DEST]');
    return 1;
  }
  try {
    const bytes = readFileSync(file);
    const { type, builtAt, entries, countries, differences } = check(bytes);
    for (const difference of differences) console.error(`warning: ${difference}`);
    replace(resolve(destination), bytes);
    console.log(`${destination}: ${type}, built ${builtAt.toISOString().slice(0, 10)}`);
    console.log(`${entries} networks, ${countries} countries, ${bytes.length} bytes`);
    return 0;
  } catch (error) {
    console.error(`error: ${file}: ${error.message}; ${destination} is left as it was`);
    return 1;
  }
}

/** @throws Error with the reason when the database is not whole, or holds no countries */
function check(bytes) {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new Error('it is compressed with gzip: unpack it first');
  const marker = bytes.lastIndexOf(MARKER);
  if (marker < 0)
    throw new Error('it has no MaxMind DB metadata at its end: it is truncated or not an mmdb file');
  const reader = open(bytes);
  const { nodeCount, searchTreeSize, databaseType, buildEpoch } = reader.metadata;
  const dataSize = marker - searchTreeSize - SEPARATOR_SIZE;
  const separator = bytes.subarray(searchTreeSize, searchTreeSize + SEPARATOR_SIZE);
  if (!(nodeCount > 0) || !(dataSize > 0) || separator.some(byte => byte !== 0)) {
    throw new Error('its search tree is not as long as its metadata says: download it again');
  }
  const countries = new Set();
  const entries = walk(bytes, reader, dataSize, countries);
  if (countries.size === 0) throw new Error(`it holds no countries (its type is "${databaseType}")`);
  return {
    type: databaseType,
    builtAt: buildEpoch,
    entries,
    countries: countries.size,
    differences: compare(reader),
  };
}

function open(bytes) {
  try {
    const reader = new Reader(bytes);
    const { recordSize, ipVersion, buildEpoch } = reader.metadata;
    if ([24, 28, 32].includes(recordSize) && [4, 6].includes(ipVersion) && buildEpoch.getTime() > 0)
      return reader;
  } catch (error) {
    throw new Error(`its metadata cannot be read (${error.message}): download it again`);
  }
  throw new Error('its metadata makes no sense: download it again');
}

/** Where a node stands in the walk; a tree may share nodes (6to4 is IPv4 again), but none may lie below itself. */
const BEING_VISITED = 1;
const VISITED = 2;

/** Visits every node once and reads every record once. Returns how many networks have one. */
function walk(bytes, reader, dataSize, countries) {
  const { nodeCount, recordSize, treeDepth } = reader.metadata;
  const seenNodes = new Uint8Array(nodeCount);
  const seenRecords = new Set();
  let entries = 0;
  const visit = (value, bits) => {
    if (value < nodeCount) {
      if (seenNodes[value] === VISITED) return;
      if (seenNodes[value] === BEING_VISITED || bits.length === treeDepth) {
        throw new Error('its search tree has no end: download it again');
      }
      seenNodes[value] = BEING_VISITED;
      const [left, right] = children(bytes, value, recordSize);
      visit(left, `${bits}0`);
      visit(right, `${bits}1`);
      seenNodes[value] = VISITED;
    } else if (value > nodeCount) {
      const offset = value - nodeCount - SEPARATOR_SIZE;
      if (offset < 0 || offset >= dataSize)
        throw new Error('its search tree points outside of its data: download it again');
      entries++;
      if (seenRecords.has(value)) return;
      seenRecords.add(value);
      const country = countryAt(reader, toText(bits.padEnd(treeDepth, '0')));
      if (country !== null) countries.add(country);
    }
  };
  visit(0, '');
  return entries;
}

function children(bytes, node, recordSize) {
  const at = (node * recordSize) / 4;
  if (recordSize === 24) return [bytes.readUIntBE(at, 3), bytes.readUIntBE(at + 3, 3)];
  if (recordSize === 32) return [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
  const middle = bytes[at + 3];
  return [
    (middle >>> 4) * 2 ** 24 + bytes.readUIntBE(at, 3),
    (middle & 15) * 2 ** 24 + bytes.readUIntBE(at + 4, 3),
  ];
}

/** An IPv4 address, also where it stands in an IPv6 tree, or an IPv6 address; from its bits. */
function toText(bits) {
  const ipv4 = bits.length === 32 || bits.startsWith('0'.repeat(96));
  const parts = bits.slice(ipv4 ? -32 : 0).match(ipv4 ? /.{8}/g : /.{16}/g);
  const numbers = parts.map(part => Number.parseInt(part, 2));
  return ipv4 ? numbers.join('.') : numbers.map(number => number.toString(16)).join(':');
}

function countryAt(reader, ip) {
  let record;
  try {
    record = reader.get(ip);
  } catch (error) {
    throw new Error(`its record for ${ip} cannot be read (${error.message}): download it again`);
  }
  const code = record?.country_code ?? record?.country?.iso_code ?? record?.country;
  if (NO_COUNTRY.has(code) || (typeof code === 'object' && code.iso_code === undefined)) return null;
  if (typeof code === 'string' && /^[A-Za-z]{2}$/.test(code)) return code.toUpperCase();
  throw new Error(`its record for ${ip} has no two-letter country code where one belongs: download it again`);
}

/** What differs from the known addresses. @throws Error when most do: such a database would refuse the wrong people */
function compare(reader) {
  const known = reader.metadata.ipVersion === 6 ? KNOWN : KNOWN.filter(([ip]) => !ip.includes(':'));
  const differences = known
    .map(([ip, country]) => ({ ip, country, found: countryAt(reader, ip) }))
    .filter(({ country, found }) => found !== country)
    .map(({ ip, country, found }) => `${ip} is in ${country}, the database says ${found ?? 'nothing'}`);
  if (differences.length * 2 <= known.length) return differences;
  throw new Error(`it does not know addresses that are well known: ${differences.join(', ')}`);
}

/** Writes beside the destination and renames: whoever opens it finds one whole file. */
function replace(destination, bytes) {
  const temporary = `${destination}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, 'wx', 0o644);
    try {
      writeFileSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, destination);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

process.exitCode = main(process.argv.slice(2));
