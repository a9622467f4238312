import { Entry } from './entry.js';
import type { Selector } from './plan.js';
import type { Foretold } from './program/foretold.js';
import { TxBase } from './program/tx-base.js';
import { Value } from './value.js';

const CAPTURES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** A rule set that makes up names per argument must not grow without end. */
const MOST_NAMES = 10_000;
const NOTHING: readonly Entry[] = Object.freeze([]);
const EMPTY = TxBase.of([]);

/**
 * The TX collection of one transaction: what all transactions have alike at this place of the rules, and what this one has of its
 * own. Names are lower case.
 */
export class TxCollection {
  #base: TxBase;
  /** Each as the list of one entry that rules read, or the text as long as no rule reads it as an entry. */
  #own: Map<string, readonly [Entry] | string> | null = null;
  /** The names of those, in the order in which they were first set; null: to be listed anew. */
  #ownNames: string[] | null = null;
  readonly #presets: ReadonlyMap<string, string>;
  /** Captures from this number on are not set. */
  #captures: number;
  /** All entries, until one is set or deleted. */
  #all: readonly Entry[] | null = null;
  #writes = 0;

  /** @param base with the presets */
  constructor(base: TxBase, presets: ReadonlyMap<string, string>) {
    this.#base = base;
    this.#captures = base.hasCaptures ? CAPTURES.length : 0;
    this.#presets = presets;
  }

  /** How often it was written to: the same number, the same entries. */
  get writes(): number {
    return this.#writes;
  }

  get(name: string): string | null {
    const own = this.#own?.get(name);
    if (own !== undefined) return typeof own === 'string' ? own : own[0].value.bytes;
    return this.#base.find(name)?.[0].value.bytes ?? null;
  }

  /** @throws RangeError when a transaction makes up more than 10,000 names */
  set(name: string, value: string): void {
    if (this.#presets.has(name)) return;
    const own = this.#own;
    if (own !== null && own.size >= MOST_NAMES && !own.has(name)) {
      throw new RangeError(`a transaction set more than ${MOST_NAMES} TX variables`);
    }
    this.#put(name, value);
  }

  delete(name: string): void {
    if (!this.#presets.has(name)) this.#remove(name);
  }

  /** Does what rules were foreseen to do here. */
  foretold(foretold: Foretold): void {
    const after = this.#own === null ? foretold.after(this.#base) : null;
    if (after !== null) {
      this.#base = after;
      if (after.hasCaptures) this.#captures = CAPTURES.length;
      this.#changed();
      return;
    }
    for (const [name, value] of foretold.writes) {
      if (value === null) this.#remove(name);
      else this.#put(name, value);
    }
  }

  /** Sets TX:0 … TX:9 from a match; groups it does not have are unset. */
  capture(groups: readonly (string | undefined)[]): void {
    const found = Math.min(groups.length, CAPTURES.length);
    const before = this.#captures;
    for (let i = 0; i < found; i++) this.#put(CAPTURES[i], groups[i] ?? '');
    for (let i = found; i < before; i++) this.#remove(CAPTURES[i]);
    this.#captures = found;
  }

  find(name: string): readonly Entry[] {
    const own = this.#own?.get(name);
    if (own === undefined) return this.#base.find(name) ?? NOTHING;
    return typeof own === 'string' ? this.#asEntry(name, own) : own;
  }

  entries(): readonly Entry[] {
    this.#all ??= this.#own === null ? this.#base.entries : this.#merged(this.#own);
    return this.#all;
  }

  /** The entries whose names the selector names. */
  select(selector: Selector): readonly Entry[] {
    const own = this.#own;
    const selected = this.#base.select(selector);
    if (own === null) return selected;
    let merged: Entry[] | null = null;
    this.#ownNames ??= [...own.keys()];
    const names = this.#ownNames;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (!selector.matches(name)) continue;
      merged ??= selected.map(entry => (own.has(entry.key!) ? this.find(entry.key!)[0]! : entry));
      if (this.#base.find(name) === undefined) merged.push(this.find(name)[0]!);
    }
    return merged ?? selected;
  }

  /** In the order in which the names were first set. */
  #merged(own: ReadonlyMap<string, readonly [Entry] | string>): Entry[] {
    const merged = this.#base.entries.map(entry => (own.has(entry.key!) ? this.find(entry.key!)[0]! : entry));
    for (const name of own.keys()) if (this.#base.find(name) === undefined) merged.push(this.find(name)[0]!);
    return merged;
  }

  #asEntry(name: string, value: string): readonly [Entry] {
    const slot = [new Entry('TX', name, new Value(value))] as const;
    this.#own?.set(name, slot);
    return slot;
  }

  #changed(): void {
    this.#all = null;
    this.#writes++;
  }

  #put(name: string, value: string): void {
    this.#changed();
    // A rule may write to TX:5 as well.
    if (name.length === 1) this.#captures = CAPTURES.length;
    this.#own ??= new Map();
    const { size } = this.#own;
    this.#own.set(name, value);
    if (this.#own.size > size) this.#ownNames?.push(name);
  }

  #remove(name: string): void {
    if (this.#base.find(name) !== undefined) this.#makeAllOwn();
    if (this.#own?.delete(name) !== true) return;
    this.#ownNames = null;
    this.#changed();
  }

  #makeAllOwn(): void {
    const own = new Map<string, readonly [Entry] | string>();
    for (const entry of this.entries()) own.set(entry.key!, [entry]);
    this.#own = own;
    this.#ownNames = null;
    this.#base = EMPTY;
    this.#changed();
  }
}
