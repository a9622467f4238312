import type { Pair } from '../../core/index.js';
import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { exampleOf } from './examples.js';
import type { Settles, VariableSpec } from './spec.js';

const NONE: readonly Entry[] = Object.freeze([]);

/** A variable with one value, or none where `read` gives null. */
export function scalar(
  name: string,
  settles: Settles,
  summary: string,
  read: (inspection: Inspection) => string | null,
): VariableSpec {
  return {
    name,
    summary,
    example: exampleOf(name),
    isCollection: false,
    settles,
    read(inspection) {
      const value = read(inspection);
      return value === null ? NONE : [new Entry(name, null, inspection.value(value))];
    },
  };
}

/** A variable that is 1 or 0. */
export function flag(
  name: string,
  settles: Settles,
  summary: string,
  read: (inspection: Inspection) => boolean,
): VariableSpec {
  return scalar(name, settles, summary, inspection => (read(inspection) ? '1' : '0'));
}

/** A variable with named values. */
export function collection(
  name: string,
  settles: Settles,
  summary: string,
  read: (inspection: Inspection) => readonly Entry[],
  find?: (inspection: Inspection, lowerKey: string) => readonly Entry[],
): VariableSpec {
  return { name, summary, example: exampleOf(name), isCollection: true, settles, read, find };
}

/** Entries of decoded names and values. */
export function fromPairs(inspection: Inspection, name: string, pairs: readonly Pair[]): Entry[] {
  return pairs.map(pair => new Entry(name, pair.name, inspection.value(pair.value)));
}

/** Entries whose value is the name itself, as the …_NAMES variables have them. */
export function namesOf(inspection: Inspection, name: string, pairs: readonly Pair[]): Entry[] {
  return pairs.map(pair => new Entry(name, pair.name, inspection.value(pair.name)));
}
