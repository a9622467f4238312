import ipaddr from 'ipaddr.js';
import { formatAddress, readAddress, readRange } from '../../src/client/index.js';
import { Caller, compileGate, loadAddressList } from '../../src/gate/index.js';
import { numbers } from '../support/random.js';

const TEXT = { readAddress, readRange, formatAddress };
const OPEN = { only: null, allow: [], countries: null, paths: [] } as const;

/**
 * Compares the compiled gate with a naive reading (BigInt and ipaddr.js, every entry looked at) on random lists and
 * random texts of addresses: plain, v4-mapped, octal-looking, hexadecimal, short, with zone ids and otherwise malformed.
 * Small lists and neighbours of their edges, so that about half of the addresses are inside.
 * @returns the differences found, as text; none when all is well
 */
export function comparePairs(
  pairs: number,
  seed: number,
): { differences: string[]; inside: number; malformed: number } {
  const draw = numbers(seed);
  const differences: string[] = [];
  let inside = 0;
  let malformed = 0;
  const caller = new Caller();
  for (let done = 0; done < pairs; ) {
    const entries = Array.from({ length: 1 + draw(40) }, () => entry(draw));
    const list = loadAddressList('list', { cidrs: entries }, TEXT);
    const gate = compileGate({ ...OPEN, deny: ['list'] }, new Map([['list', list]]), TEXT);
    const ranges = entries.map(naiveRange);
    for (let i = 0; i < 500 && done < pairs; i++, done++) {
      const text = written(draw, entries[draw(entries.length)]);
      const naive = naiveAddress(text);
      const family = readAddress(text, 0, text.length, caller.words, 0);
      let got = 'no address';
      if (family !== 0) {
        caller.family = family;
        got = gate.judge(caller, { path: '/' }).kind;
      }
      const held =
        naive !== null &&
        ranges.some(r => r.bits === naive.bits && r.from <= naive.value && naive.value <= r.to);
      const expected = naive === null ? 'no address' : held ? 'block' : 'pass';
      if (expected === 'block') inside++;
      if (expected === 'no address') malformed++;
      if (got !== expected) differences.push(`${text} with ${entries.join(' ')}: ${got}, naive ${expected}`);
    }
  }
  return { differences, inside, malformed };
}

interface NaiveAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** ipaddr.js takes forms that this program refuses on purpose: those are sorted out first. */
function naiveAddress(text: string): NaiveAddress | null {
  if (/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text)) {
    return ipaddr.IPv4.isValid(text) ? numberOf(ipaddr.IPv4.parse(text)) : null;
  }
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':') || !ipaddr.IPv6.isValid(text)) return null;
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (tail.includes('.') && naiveAddress(tail) === null) return null;
  const parsed = ipaddr.IPv6.parse(text);
  return numberOf(parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed);
}

function numberOf(address: ipaddr.IPv4 | ipaddr.IPv6): NaiveAddress {
  const bytes = address.toByteArray();
  return {
    bits: bytes.length === 4 ? 32 : 128,
    value: bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n),
  };
}

function naiveRange(cidr: string): { bits: number; from: bigint; to: bigint } {
  const [text, prefix] = cidr.split('/');
  const { bits, value } = naiveAddress(text)!;
  const host = BigInt(bits) - BigInt(prefix ?? bits);
  const from = (value >> host) << host;
  return { bits, from, to: from + (1n << host) - 1n };
}

function entry(draw: (below: number) => number): string {
  if (draw(2) === 0)
    return `${draw(3) === 0 ? 10 : draw(256)}.${draw(4)}.${draw(256)}.${draw(256)}/${draw(33)}`;
  return `2001:db8:${draw(16).toString(16)}::${draw(65_536).toString(16)}/${draw(129)}`;
}

/** An address in or near an entry, in one of many forms, right and wrong. */
function written(draw: (below: number) => number, near: string): string {
  const [text] = near.split('/');
  const octets = text.includes(':')
    ? [draw(256), draw(4), draw(256), draw(256)]
    : text.split('.').map(Number);
  octets[draw(4)] = draw(256);
  const dotted = octets.join('.');
  const hex = octets.map(octet => octet.toString(16).padStart(2, '0'));
  const groups = text.includes(':') ? text : `2001:db8:${draw(16).toString(16)}::${draw(9)}`;
  switch (draw(16)) {
    case 0:
      return `::ffff:${dotted}`;
    case 1:
      return `::FFFF:${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`;
    case 2:
      return `0${dotted}`;
    case 3:
      return `0x${hex[0]}.${octets[3]}`;
    case 4:
      return `${octets[0]}.${octets[3]}`;
    case 5:
      return `${groups}%eth0`;
    case 6:
      return dotted.replace(/\d/, String.fromCharCode(draw(256)));
    case 7:
      return groups.replace(/[0-9a-f:]/, String.fromCharCode(32 + draw(96)));
    case 8:
      return `0:0:0:0:0:ffff:${dotted}`;
    case 9:
      return String(octets[0] * 2 ** 24 + octets[3]);
    default:
      return draw(2) === 0 ? dotted : groups;
  }
}
