import type { Pair } from '../../core/index.js';
import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';

const NO_PAIRS: readonly Pair[] = Object.freeze([]);

/** Arguments of the body. */
export const post = (inspection: Inspection): readonly Pair[] => inspection.body?.args ?? NO_PAIRS;

/** The same values under another collection's name, so that their transformed forms are shared. */
export function renamed(name: string, ...groups: (readonly Entry[])[]): Entry[] {
  const all: Entry[] = [];
  for (let g = 0; g < groups.length; g++) {
    const entries = groups[g];
    for (let i = 0; i < entries.length; i++) all.push(new Entry(name, entries[i].key, entries[i].value));
  }
  return all;
}
