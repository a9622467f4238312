/** Collects ranges of one family in columns that double as they fill. */
export class RangeTableBuilder {
  readonly starts: Uint32Array[];
  readonly ends: Uint32Array[];
  lines: Uint32Array;
  count = 0;

  /** @param width words of an address: 1 for IPv4, 4 for IPv6 */
  constructor(readonly width: 1 | 4) {
    this.starts = Array.from({ length: width }, () => new Uint32Array(16));
    this.ends = Array.from({ length: width }, () => new Uint32Array(16));
    this.lines = new Uint32Array(16);
  }

  /** @param words first address in words 0–3, last in 4–7 */
  add(words: Uint32Array, line: number): void {
    const at = this.count;
    if (at === this.lines.length) this.#grow();
    const offset = 4 - this.width;
    for (let w = 0; w < this.width; w++) {
      this.starts[w][at] = words[w + offset];
      this.ends[w][at] = words[w + offset + 4];
    }
    this.lines[at] = line;
    this.count++;
  }

  #grow(): void {
    for (let w = 0; w < this.width; w++) {
      this.starts[w] = doubled(this.starts[w]);
      this.ends[w] = doubled(this.ends[w]);
    }
    this.lines = doubled(this.lines);
  }
}

function doubled(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
