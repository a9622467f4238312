import { type Endpoint, SIGNATURE } from './proxy-header.js';

/** Longest header of version 1, with its line end. */
const LONGEST_V1 = 107;
/** Of version 2, as long as TLVs of common senders are. */
const LONGEST_V2 = 4096;

/** What the beginning of a connection says of where it comes from. */
export type ProxyReading =
  /** More bytes are needed. */
  | { readonly kind: 'more' }
  | { readonly kind: 'wrong' }
  /** `source` is null when the proxy speaks for itself (LOCAL, UNKNOWN); `length` bytes were the header. */
  | { readonly kind: 'header'; readonly source: Endpoint | null; readonly length: number };

const MORE: ProxyReading = { kind: 'more' };
const WRONG: ProxyReading = { kind: 'wrong' };

/** Reads a header of the PROXY protocol, version 1 or 2. Whether the address in it is one, the reader of addresses says. */
export function readProxyHeader(bytes: Buffer): ProxyReading {
  const known = Math.min(bytes.length, SIGNATURE.length);
  if (bytes.subarray(0, known).equals(SIGNATURE.subarray(0, known)))
    return known < SIGNATURE.length ? MORE : readV2(bytes);
  const begin = 'PROXY ';
  const text = bytes.subarray(0, LONGEST_V1).toString('latin1');
  if (!text.startsWith(begin) && !begin.startsWith(text)) return WRONG;
  const end = text.indexOf('\r\n');
  if (end < 0) return bytes.length >= LONGEST_V1 ? WRONG : MORE;
  return readV1(text.slice(0, end));
}

function readV1(line: string): ProxyReading {
  const length = line.length + 2;
  const [, family, ...rest] = line.split(' ');
  if (family === 'UNKNOWN') return { kind: 'header', source: null, length };
  const [address, destination, port, other] = rest;
  const isPort = (text: string | undefined): boolean =>
    text !== undefined && /^(0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;
  const isRight = rest.length === 4 && isPort(port) && isPort(other) && destination !== '';
  const fits = family === 'TCP4' ? !address.includes(':') : family === 'TCP6' && address.includes(':');
  return isRight && fits ? { kind: 'header', source: { address, port: Number(port) }, length } : WRONG;
}

function readV2(bytes: Buffer): ProxyReading {
  if (bytes.length < 16) return MORE;
  const [command, family] = [bytes[12], bytes[13]];
  const length = 16 + bytes.readUInt16BE(14);
  if (command >>> 4 !== 2 || (command & 15) > 1 || length > LONGEST_V2) return WRONG;
  if (bytes.length < length) return MORE;
  if ((command & 15) === 0) return { kind: 'header', source: null, length };
  if (family === 0x11 && length >= 28) {
    const address = [...bytes.subarray(16, 20)].join('.');
    return { kind: 'header', source: { address, port: bytes.readUInt16BE(24) }, length };
  }
  if (family === 0x21 && length >= 52) {
    const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(16 + i * 2).toString(16));
    return { kind: 'header', source: { address: groups.join(':'), port: bytes.readUInt16BE(48) }, length };
  }
  return WRONG;
}
