/** A small MaxMind DB writer (format 2.0), so that tests can make databases of every record shape and damage. */

export type Encodable = string | number | { [key: string]: Encodable };

export interface MmdbOptions {
  readonly ipVersion?: 4 | 6;
  readonly recordSize?: 24 | 28 | 32;
  readonly type?: string;
  readonly buildEpoch?: number;
}

/**
 * @param networks bits of the network as a string of 0 and 1, and its record; no network may hold another
 */
export function writeMmdb(
  networks: readonly [bits: string, record: Encodable][],
  options: MmdbOptions = {},
): Buffer {
  const { ipVersion = 6, recordSize = 24, type = 'Test-Country', buildEpoch = 1_790_000_000 } = options;
  const EMPTY = -1;
  const nodes: [number, number][] = [[EMPTY, EMPTY]];
  const data: Buffer[] = [];
  let dataSize = 0;
  const leaves: { node: number; side: number; offset: number }[] = [];
  for (const [bits, record] of networks) {
    let node = 0;
    for (let i = 0; i < bits.length - 1; i++) {
      const side = Number(bits[i]);
      if (nodes[node][side] === EMPTY) nodes[node][side] = nodes.push([EMPTY, EMPTY]) - 1;
      node = nodes[node][side];
    }
    leaves.push({ node, side: Number(bits[bits.length - 1]), offset: dataSize });
    const encoded = encode(record);
    data.push(encoded);
    dataSize += encoded.length;
  }
  const count = nodes.length;
  const values = nodes.map(([left, right]) => [
    left === EMPTY ? count : left,
    right === EMPTY ? count : right,
  ]);
  for (const { node, side, offset } of leaves) values[node][side] = count + 16 + offset;
  return Buffer.concat([
    Buffer.concat(values.map(([left, right]) => encodeNode(left, right, recordSize))),
    Buffer.alloc(16),
    ...data,
    Buffer.from('abcdef4d61784d696e642e636f6d', 'hex'),
    encode({
      node_count: count,
      record_size: recordSize,
      ip_version: ipVersion,
      database_type: type,
      binary_format_major_version: 2,
      binary_format_minor_version: 0,
      build_epoch: buildEpoch,
    }),
  ]);
}

/** The bits of an IPv4 network where it stands in an IPv6 tree. */
export function bits4(word: number, prefix: number, ipVersion: 4 | 6 = 6): string {
  const bits = word.toString(2).padStart(32, '0').slice(0, prefix);
  return ipVersion === 6 ? '0'.repeat(96) + bits : bits;
}

export function bits6(hexGroups: readonly number[], prefix: number): string {
  return hexGroups
    .map(group => group.toString(2).padStart(16, '0'))
    .join('')
    .padEnd(128, '0')
    .slice(0, prefix);
}

function encodeNode(left: number, right: number, recordSize: 24 | 28 | 32): Buffer {
  const node = Buffer.alloc(recordSize / 4);
  if (recordSize === 24) {
    node.writeUIntBE(left, 0, 3);
    node.writeUIntBE(right, 3, 3);
  } else if (recordSize === 28) {
    node.writeUIntBE(left & 0xffffff, 0, 3);
    node[3] = ((left >>> 24) << 4) | (right >>> 24);
    node.writeUIntBE(right & 0xffffff, 4, 3);
  } else {
    node.writeUInt32BE(left, 0);
    node.writeUInt32BE(right, 4);
  }
  return node;
}

function encode(value: Encodable): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, value.length), Buffer.from(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([key, v]) => [encode(key), encode(v)]),
  ]);
}

function control(type: number, size: number): Buffer {
  return size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29]);
}
