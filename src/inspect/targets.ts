import { Entry } from './entry.js';
import type { Inspection } from './inspection.js';
import type { Exclusion, Target } from './plan.js';

/** The values a rule's target gives in this transaction, read once while they cannot have changed. */
export function readTarget(inspection: Inspection, target: Target): readonly Entry[] {
  const settled = target.variable.settles !== 'always-changing';
  if (settled) {
    const cached = inspection.cache[target.index];
    if (cached !== undefined) return cached;
  }
  const entries = read(inspection, target);
  if (settled) inspection.cache[target.index] = entries;
  return entries;
}

function read(inspection: Inspection, target: Target): readonly Entry[] {
  const { variable, selector } = target;
  let entries: readonly Entry[];
  if (selector === null) entries = inspection.valuesOf(variable);
  else if (selector.key !== null) entries = inspection.valuesUnder(variable, selector.key);
  else if (variable.select !== undefined) entries = variable.select(inspection, selector);
  else entries = inspection.valuesOf(variable).filter(entry => selector.matches(entry.lowerKey));
  if (target.exclusions.length > 0) entries = without(entries, target.exclusions);
  if (!target.count) return entries;
  return [new Entry(variable.name, selector?.source ?? null, inspection.value(String(entries.length)))];
}

/** The entries that no exclusion names. Returns the same array when none is taken out. */
export function without(entries: readonly Entry[], exclusions: readonly Exclusion[]): readonly Entry[] {
  let left: Entry[] | null = null;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    if (isExcluded(entry, exclusions)) left ??= entries.slice(0, i);
    else left?.push(entry);
  }
  return left ?? entries;
}

/** True when one of the exclusions names the entry. */
export function isExcluded(entry: Entry, exclusions: readonly Exclusion[]): boolean {
  for (let i = 0; i < exclusions.length; i++) {
    const { collection, selector } = exclusions[i];
    if (entry.collection === collection && (selector === null || selector.matches(entry.lowerKey)))
      return true;
  }
  return false;
}
