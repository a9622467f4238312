import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';

/** Entries of header fields from Node's flat list. */
export function fromRawHeaders(inspection: Inspection, name: string, raw: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < raw.length; i += 2) entries.push(new Entry(name, raw[i], inspection.value(raw[i + 1])));
  return entries;
}

/** The same with the name itself as the value. */
export function headerNames(inspection: Inspection, name: string, raw: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < raw.length; i += 2) entries.push(new Entry(name, raw[i], inspection.value(raw[i])));
  return entries;
}
