import { randomBytes } from 'node:crypto';

/**
 * A hash of 64 bits in two words, with a key that nobody outside knows: who cannot foresee it cannot make keys that fall
 * on each other. Mixing is that of MurmurHash3 (x86, 32 bit, public domain), twice with different seeds. One object
 * serves many hashes, because a hash is made and used at once.
 */
export class KeyedHash {
  high = 0;
  low = 0;
  readonly #seeds: readonly [number, number];

  /** @param key eight bytes; the same in all processes that share what is kept by these hashes. Default: random */
  constructor(key: Buffer = randomBytes(8)) {
    this.#seeds = [key.readInt32LE(0), key.readInt32LE(4)];
  }

  begin(): this {
    this.high = this.#seeds[0];
    this.low = this.#seeds[1];
    return this;
  }

  /** Takes in a word of 32 bits. */
  word(value: number): this {
    this.high = mixed(this.high, value);
    this.low = mixed(this.low, value);
    return this;
  }

  /** Takes in text, its length too. */
  text(value: string): this {
    this.word(value.length);
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
    return this;
  }

  /** An address: IPv4 whole, IPv6 its /64. @param words four */
  address(family: 4 | 6, words: ArrayLike<number>): this {
    if (family === 4) return this.word(4).word(words[3]);
    return this.word(6).word(words[0]).word(words[1]);
  }

  /** Finishes; `high` and `low` are unsigned then, and not both zero. */
  end(): this {
    this.high = avalanche(this.high);
    this.low = avalanche(this.low) || 1;
    return this;
  }
}

function mixed(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function avalanche(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
