import { ANCHOR, anchorEnd, classesOf, type Literal } from './anchors.js';

const NONE: readonly number[] = Object.freeze([]);
/** Bits of a byte's code: the class below, the first flags of bytes that are literals by themselves above. */
const CLASS_BITS = 6;
const CLASS_MASK = 63;
const FIRST_FLAGS = 32 - CLASS_BITS;
const MOST_FLAGS = FIRST_FLAGS + 32;
/** Entries of the table of the last three bytes' classes; a power of two. */
const TRIPLES = 1 << 14;
const TRIPLES_SHIFT = 32 - 14;
/** Bits of the table of the last four bytes' classes for each literal, and the fewest and most of them. */
const BITS_PER_LITERAL = 64;
const FEWEST_BITS = 1 << 15;
const MOST_BITS = 1 << 20;

/**
 * Finds which of many literals occur in a byte string, without regard to ASCII case, in one pass. Tells no places: only
 * which filters have, for each of their conditions, a literal that occurs.
 *
 * How. Of each literal the rarest four bytes are its anchor (all of it, when it is shorter). The loop carries the classes
 * of the last four bytes in one number and asks three small tables whether an anchor may end here. Asking takes no step
 * that waits for the one before, unlike an automaton, whose next state is read from a table of megabytes that does not stay
 * in the processor's nearest caches: on values never seen before that took six times as long. Where a table says maybe, the
 * literal is compared byte by byte.
 *
 * Why it finds every literal that occurs: where one occurs, its anchor ends at some byte; there, the last four (three, two)
 * classes are those of the anchor, whose table entry was set; its chain has the literal; and the comparison is of its
 * very bytes. A literal of one byte has a flag, which the byte sets.
 */
export class LiteralScanner {
  /** By byte: its class, and a flag if it is one of the first literals of one byte. */
  readonly #codes = new Int32Array(256);
  /** By byte: a flag if it is one of the others. */
  readonly #flags = new Int32Array(256);
  /** By byte: the byte, A–Z as a–z. */
  readonly #fold = Uint8Array.from({ length: 256 }, (_, byte) =>
    byte >= 65 && byte <= 90 ? byte + 32 : byte,
  );
  readonly #pairs = new Uint8Array(1 << (2 * CLASS_BITS));
  readonly #triples = new Uint8Array(TRIPLES);
  readonly #quads: Int32Array;
  readonly #quadShift: number;
  /** First literal of each chain; chains are found by a hash of the anchor. */
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  /** By literal: the classes of its anchor. */
  readonly #anchors: Int32Array;
  readonly #ends: Uint32Array;
  readonly #texts: readonly string[];
  readonly #conditions: readonly (readonly number[])[];
  /** By literal: the last scan that found it. */
  readonly #found: Uint32Array;
  readonly #flagged: readonly Literal[];
  /** By condition: the last scan that met it. */
  readonly #seen: Uint32Array;
  #scans = 0;

  /**
   * @param literals no text twice
   * @param filters how many there are; the first condition of filter f is number f
   * @param further by condition: the next one of the same filter, or -1
   */
  constructor(
    literals: readonly Literal[],
    private readonly filters: number,
    private readonly further: Int32Array,
  ) {
    const classes = classesOf(literals);
    this.#codes.set(classes);
    this.#flagged = literals.filter(({ text }) => text.length === 1);
    this.#flagged.forEach(({ text }, index) => {
      this.#flag(text.charCodeAt(0) & 0xff, index % MOST_FLAGS);
    });
    const longer = literals.filter(({ text }) => text.length > 1);
    this.#texts = longer.map(({ text }) => text);
    this.#conditions = longer.map(({ conditions }) => conditions);
    this.#ends = Uint32Array.from(this.#texts, anchorEnd);
    this.#anchors = Int32Array.from(this.#texts, (text, i) => anchorOf(text, this.#ends[i], classes));
    let bits = FEWEST_BITS;
    while (bits < MOST_BITS && bits < longer.length * BITS_PER_LITERAL) bits *= 2;
    this.#quads = new Int32Array(bits >>> 5);
    this.#quadShift = 32 - Math.log2(bits);
    this.#heads = new Int32Array(bits >>> 3).fill(-1);
    this.#next = new Int32Array(longer.length).fill(-1);
    this.#found = new Uint32Array(longer.length);
    this.#seen = new Uint32Array(further.length);
    this.#texts.forEach((text, index) => {
      this.#enter(text.length, index);
    });
  }

  /** Bytes of the tables. */
  get memory(): number {
    const literals = this.#next.byteLength + this.#anchors.byteLength + this.#ends.byteLength;
    return this.#quads.byteLength + this.#heads.byteLength + this.#triples.byteLength + literals;
  }

  /** All of several lists of filters, each filter once. */
  union(lists: readonly (readonly number[])[]): readonly number[] {
    const seen = this.#seen;
    const scan = this.#nextScan();
    const union: number[] = [];
    for (const list of lists) {
      for (let i = 0; i < list.length; i++) {
        const filter = list[i];
        if (seen[filter] === scan) continue;
        seen[filter] = scan;
        union.push(filter);
      }
    }
    return union;
  }

  /** Filters all of whose conditions the byte string meets, each once, in no order. */
  scan(bytes: string): readonly number[] {
    const codes = this.#codes;
    const moreFlags = this.#flags;
    const pairs = this.#pairs;
    const triples = this.#triples;
    const quads = this.#quads;
    const shift = this.#quadShift;
    this.#nextScan();
    let found: number[] | null = null;
    let flags = 0;
    let more = 0;
    let last = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes.charCodeAt(i) & 0xff;
      const code = codes[byte];
      flags |= code;
      more |= moreFlags[byte];
      last = ((last << CLASS_BITS) | (code & CLASS_MASK)) & 0xffffff;
      const quad = hash(last) >>> shift;
      const triple = hash(last & 0x3ffff) >>> TRIPLES_SHIFT;
      if ((pairs[last & 0xfff] | triples[triple] | ((quads[quad >>> 5] >>> (quad & 31)) & 1)) !== 0)
        found = this.#compare(bytes, i, last, found);
    }
    flags >>>= CLASS_BITS;
    if ((flags | more) !== 0) found = this.#addFlagged(bytes, flags, more, found);
    return found === null ? NONE : this.#met(found);
  }

  /** Of the conditions found, the first ones of filters whose others were found, too. */
  #met(found: number[]): readonly number[] {
    const { filters, further } = this;
    let met = 0;
    for (let i = 0; i < found.length; i++) {
      const condition = found[i];
      if (condition >= filters) continue;
      let other = further[condition];
      while (other >= 0 && this.#seen[other] === this.#scans) other = further[other];
      if (other < 0) found[met++] = condition;
    }
    found.length = met;
    return found;
  }

  #compare(bytes: string, at: number, last: number, before: number[] | null): number[] | null {
    let found = before;
    if (this.#pairs[last & 0xfff] !== 0) found = this.#chain(bytes, at, last & 0xfff, 2, found);
    if (this.#triples[hash(last & 0x3ffff) >>> TRIPLES_SHIFT] !== 0)
      found = this.#chain(bytes, at, last & 0x3ffff, 3, found);
    return this.#chain(bytes, at, last, ANCHOR, found);
  }

  #chain(
    bytes: string,
    at: number,
    anchor: number,
    length: number,
    before: number[] | null,
  ): number[] | null {
    const key = keyOf(anchor, length);
    let found = before;
    for (let literal = this.#heads[this.#bucket(key)]; literal >= 0; literal = this.#next[literal]) {
      if (this.#anchors[literal] !== key || this.#found[literal] === this.#scans) continue;
      if (!this.#occurs(bytes, at - this.#ends[literal], this.#texts[literal])) continue;
      this.#found[literal] = this.#scans;
      found = this.#add(this.#conditions[literal], found);
    }
    return found;
  }

  #occurs(bytes: string, start: number, text: string): boolean {
    if (start < 0 || start + text.length > bytes.length) return false;
    const fold = this.#fold;
    for (let i = 0; i < text.length; i++) {
      if (fold[bytes.charCodeAt(start + i) & 0xff] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  #addFlagged(bytes: string, flags: number, more: number, before: number[] | null): number[] | null {
    let found = before;
    for (let i = 0; i < this.#flagged.length; i++) {
      const flag = i % MOST_FLAGS;
      const isSet = flag < FIRST_FLAGS ? (flags >>> flag) & 1 : (more >>> (flag - FIRST_FLAGS)) & 1;
      if (isSet === 0) continue;
      const { text, conditions } = this.#flagged[i];
      // A flag that several bytes share tells of one of them.
      if (this.#flagged.length > MOST_FLAGS && !this.#has(bytes, text.charCodeAt(0))) continue;
      found = this.#add(conditions, found);
    }
    return found;
  }

  #has(bytes: string, folded: number): boolean {
    for (let i = 0; i < bytes.length; i++) {
      if (this.#fold[bytes.charCodeAt(i) & 0xff] === folded) return true;
    }
    return false;
  }

  #add(conditions: readonly number[], before: number[] | null): number[] {
    const seen = this.#seen;
    const scan = this.#scans;
    const found = before ?? [];
    for (let i = 0; i < conditions.length; i++) {
      const condition = conditions[i];
      if (seen[condition] === scan) continue;
      seen[condition] = scan;
      found.push(condition);
    }
    return found;
  }

  #nextScan(): number {
    this.#scans = (this.#scans + 1) >>> 0;
    if (this.#scans === 0) {
      this.#seen.fill(0);
      this.#found.fill(0);
      this.#scans = 1;
    }
    return this.#scans;
  }

  #flag(byte: number, flag: number): void {
    for (const one of this.#fold.keys()) {
      if (this.#fold[one] !== byte) continue;
      if (flag < FIRST_FLAGS) this.#codes[one] |= 1 << (flag + CLASS_BITS);
      else this.#flags[one] |= 1 << (flag - FIRST_FLAGS);
    }
  }

  #enter(length: number, index: number): void {
    const anchor = this.#anchors[index] & 0xffffff;
    if (length === 2) this.#pairs[anchor] = 1;
    else if (length === 3) this.#triples[hash(anchor) >>> TRIPLES_SHIFT] = 1;
    else {
      const quad = hash(anchor) >>> this.#quadShift;
      this.#quads[quad >>> 5] |= 1 << (quad & 31);
    }
    const bucket = this.#bucket(this.#anchors[index]);
    this.#next[index] = this.#heads[bucket];
    this.#heads[bucket] = index;
  }

  #bucket(key: number): number {
    return hash(key) >>> (this.#quadShift + 3);
  }
}

/** The classes of a literal's anchor, and how many they are, as one number. */
function anchorOf(text: string, end: number, classes: Uint8Array): number {
  const length = Math.min(text.length, ANCHOR);
  let anchor = 0;
  for (let i = end - length + 1; i <= end; i++) {
    anchor = (anchor << CLASS_BITS) | classes[text.charCodeAt(i) & 0xff];
  }
  return keyOf(anchor, length);
}

function keyOf(anchor: number, length: number): number {
  return anchor | (length << 24);
}

/** Spreads a number over 32 bits, best over the upper ones (Knuth, The Art of Computer Programming 3, 6.4). */
function hash(number: number): number {
  return Math.imul(number, 0x9e3779b1);
}
