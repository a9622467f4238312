/** An end of a connection. */
export interface Endpoint {
  /** Text of an IPv4 or IPv6 address, without a zone. */
  readonly address: string;
  readonly port: number;
}

/** First bytes of a header of version 2 of the PROXY protocol (HAProxy's proxy-protocol.txt, section 2.2). */
export const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');

/**
 * The PROXY protocol's header: where a connection came from and where it went to.
 * @param source, destination of the client's connection
 */
export function proxyHeader(version: 'v1' | 'v2', source: Endpoint, destination: Endpoint): Buffer {
  const isIPv6 = source.address.includes(':') || destination.address.includes(':');
  if (version === 'v1') {
    const [from, to] = [source, destination].map(({ address }) => (isIPv6 ? mapped(address) : address));
    const family = isIPv6 ? 'TCP6' : 'TCP4';
    return Buffer.from(`PROXY ${family} ${from} ${to} ${source.port} ${destination.port}\r\n`, 'latin1');
  }
  const addresses = [source, destination].map(({ address }) => bytesOf(address, isIPv6));
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(source.port, 0);
  ports.writeUInt16BE(destination.port, 2);
  const body = Buffer.concat([...addresses, ports]);
  const head = Buffer.from([0x21, isIPv6 ? 0x21 : 0x11, 0, body.length]);
  return Buffer.concat([SIGNATURE, head, body]);
}

function mapped(address: string): string {
  return address.includes(':') ? address : `::ffff:${address}`;
}

function bytesOf(address: string, isIPv6: boolean): Buffer {
  if (!isIPv6) return Buffer.from(address.split('.').map(Number));
  if (!address.includes(':')) {
    return Buffer.concat([Buffer.alloc(10), Buffer.from([0xff, 0xff]), bytesOf(address, false)]);
  }
  const [left, right] = address.split('::');
  const groups = (text: string | undefined): number[] =>
    text === undefined || text === '' ? [] : text.split(':').flatMap(groupsOf);
  const head = groups(left);
  const tail = groups(right);
  const all =
    right === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill(0), ...tail];
  const bytes = Buffer.alloc(16);
  for (let i = 0; i < 8; i++) bytes.writeUInt16BE(all[i], i * 2);
  return bytes;
}

/** A group of an IPv6 address; the last one may be an IPv4 address, which is two (RFC 4291, section 2.2). */
function groupsOf(text: string): number[] {
  if (!text.includes('.')) return [Number.parseInt(text, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}
