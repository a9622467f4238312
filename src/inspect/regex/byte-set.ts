/** A set of byte values (0–255). Treated as frozen once it is part of a syntax tree. */
export class ByteSet {
  readonly #words = new Uint32Array(8);
  #table: Uint8Array | null = null;

  static of(...bytes: number[]): ByteSet {
    const set = new ByteSet();
    for (const byte of bytes) set.add(byte);
    return set;
  }

  /** @param ranges pairs of first and last byte, both included */
  static ranges(...ranges: readonly (readonly [number, number])[]): ByteSet {
    const set = new ByteSet();
    for (const [low, high] of ranges) set.addRange(low, high);
    return set;
  }

  has(byte: number): boolean {
    return ((this.#words[byte >>> 5]! >>> (byte & 31)) & 1) === 1;
  }

  add(byte: number): this {
    this.#words[byte >>> 5]! |= 1 << (byte & 31);
    return this;
  }

  addRange(low: number, high: number): this {
    for (let byte = low; byte <= high; byte++) this.add(byte);
    return this;
  }

  addAll(other: ByteSet): this {
    for (let i = 0; i < 8; i++) this.#words[i]! |= other.#words[i]!;
    return this;
  }

  union(other: ByteSet): ByteSet {
    return new ByteSet().addAll(this).addAll(other);
  }

  intersection(other: ByteSet): ByteSet {
    const set = new ByteSet();
    for (let i = 0; i < 8; i++) set.#words[i] = this.#words[i]! & other.#words[i]!;
    return set;
  }

  complement(): ByteSet {
    const set = new ByteSet();
    for (let i = 0; i < 8; i++) set.#words[i] = ~this.#words[i]!;
    return set;
  }

  intersects(other: ByteSet): boolean {
    for (let i = 0; i < 8; i++) if ((this.#words[i]! & other.#words[i]!) !== 0) return true;
    return false;
  }

  /** The set with the other case of every ASCII letter in it. Only ASCII: byte E4 is no letter here. */
  caseFolded(): ByteSet {
    const set = this.union(new ByteSet());
    for (let lower = 0x61; lower <= 0x7a; lower++) {
      if (this.has(lower)) set.add(lower - 32);
      if (this.has(lower - 32)) set.add(lower);
    }
    return set;
  }

  get isEmpty(): boolean {
    return this.#words.every(word => word === 0);
  }

  get isFull(): boolean {
    return this.#words.every(word => word === 0xffffffff);
  }

  bytes(): number[] {
    const bytes: number[] = [];
    for (let byte = 0; byte < 256; byte++) if (this.has(byte)) bytes.push(byte);
    return bytes;
  }

  /** One entry per byte, 1 for members: what the matcher's loops index. Made once. */
  table(): Uint8Array {
    if (this.#table === null) {
      this.#table = new Uint8Array(256);
      for (const byte of this.bytes()) this.#table[byte] = 1;
    }
    return this.#table;
  }
}

const SINGLES = Array.from({ length: 256 }, (_, byte) => ByteSet.of(byte));
const FOLDED_SINGLES = SINGLES.map(set => set.caseFolded());

/** The set of one byte (of both cases of a letter when `caseless`); the same object each time. */
export function singleByte(byte: number, caseless = false): ByteSet {
  return (caseless ? FOLDED_SINGLES : SINGLES)[byte]!;
}

export const NO_BYTE: ByteSet = new ByteSet();
export const ANY_BYTE: ByteSet = ByteSet.ranges([0, 255]);
export const NEWLINE: ByteSet = ByteSet.of(0x0a);

/** PCRE's character types in the C locale: ASCII only, whatever bytes above 7F may mean elsewhere. */
export const DIGIT: ByteSet = ByteSet.ranges([0x30, 0x39]);
export const WORD: ByteSet = ByteSet.ranges([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]);
/** With VT (0B), which RE2's own `\s` lacks. */
export const SPACE: ByteSet = ByteSet.ranges([0x09, 0x0d], [0x20, 0x20]);
/** `\h`: tab, space and the byte that Latin-1 calls a no-break space. */
export const HORIZONTAL_SPACE: ByteSet = ByteSet.of(0x09, 0x20, 0xa0);
/** `\v`: line feed to carriage return, and the byte that Latin-1 calls next line. */
export const VERTICAL_SPACE: ByteSet = ByteSet.ranges([0x0a, 0x0d], [0x85, 0x85]);

/** POSIX classes, `[[:name:]]`, in the C locale. */
export const POSIX_CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['alpha', ByteSet.ranges([0x41, 0x5a], [0x61, 0x7a])],
  ['lower', ByteSet.ranges([0x61, 0x7a])],
  ['upper', ByteSet.ranges([0x41, 0x5a])],
  ['alnum', ByteSet.ranges([0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a])],
  ['ascii', ByteSet.ranges([0x00, 0x7f])],
  ['blank', ByteSet.of(0x09, 0x20)],
  ['cntrl', ByteSet.ranges([0x00, 0x1f], [0x7f, 0x7f])],
  ['digit', DIGIT],
  ['graph', ByteSet.ranges([0x21, 0x7e])],
  ['print', ByteSet.ranges([0x20, 0x7e])],
  ['punct', ByteSet.ranges([0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e])],
  ['space', SPACE],
  ['word', WORD],
  ['xdigit', ByteSet.ranges([0x30, 0x39], [0x41, 0x46], [0x61, 0x66])],
]);
