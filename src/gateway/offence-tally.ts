import type { Address } from '../core/index.js';

/** What one client did in one worker since the worker last told the others. */
export interface Offence {
  /** Position of the rule in `bans.after`, and its name: after a reload another may stand there. */
  readonly rule: number;
  readonly name: string;
  readonly address: Address;
  /** Null when counts are not by site. */
  readonly site: string | null;
  times: number;
  /** Counting has begun anew, because it led to a ban: what was counted before `times` is forgotten. */
  isCleared: boolean;
}

/** Clients in one message. Those beyond are counted by each worker for itself: a message must stay small. */
const MOST = 10_000;

/** Gathers what the other workers are to be told. */
export class OffenceTally {
  #entries = new Map<string, Offence>();

  /** One event more. @param key that stands for rule, address and site */
  add(key: string, offence: Omit<Offence, 'times' | 'isCleared'>): void {
    const entry = this.#entryOf(key, offence);
    if (entry !== null) entry.times++;
  }

  clear(key: string, offence: Omit<Offence, 'times' | 'isCleared'>): void {
    const entry = this.#entryOf(key, offence);
    if (entry === null) return;
    entry.times = 0;
    entry.isCleared = true;
  }

  /** What was gathered since the last call. */
  take(): Offence[] {
    if (this.#entries.size === 0) return [];
    const taken = [...this.#entries.values()];
    this.#entries = new Map();
    return taken;
  }

  #entryOf(key: string, offence: Omit<Offence, 'times' | 'isCleared'>): Offence | null {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    if (this.#entries.size >= MOST) return null;
    const entry = { ...offence, times: 0, isCleared: false };
    this.#entries.set(key, entry);
    return entry;
  }
}
