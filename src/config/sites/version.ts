import type { z } from 'zod';
import type { Problems } from '../../core/index.js';
import { validate } from '../explain.js';
import { parseSource } from '../read.js';
import { site } from '../schema/site.js';
import type { Source } from '../source.js';

export type WrittenSite = z.output<typeof site>;

/** One version of a site's file that passed its schema. */
export interface SiteVersion {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly source: Source;
  readonly written: WrittenSite;
}

/** What is right by itself in a file that was refused: enough to see what else is wrong, and whose requests it concerns. */
export interface RefusedSite {
  readonly source: Source | null;
  readonly hosts: readonly string[];
  readonly gate: WrittenSite['gate'];
}

/** @returns what can be used of it; `problems` then says why it is not all */
export function readVersion(
  file: string,
  text: string,
  problems: Problems,
): { readonly version: SiteVersion } | { readonly refused: RefusedSite } {
  const source = parseSource(file, text, problems);
  if (source === null) return { refused: { source: null, hosts: hostsIn(text), gate: undefined } };
  const written = validate(site, source.value, source, [], problems);
  if (written !== null && !problems.hasErrors) return { version: { file, text, source, written } };
  const { value } = source;
  const isMap = typeof value === 'object' && value !== null;
  const hosts = site.shape.hosts.safeParse(isMap ? Reflect.get(value, 'hosts') : undefined);
  const gate = site.shape.gate.safeParse(isMap ? Reflect.get(value, 'gate') : undefined);
  return { refused: { source, hosts: hosts.data ?? hostsIn(text), gate: gate.data } };
}

/** Text that is searched for hosts, in characters. */
const MOST_TEXT = 65_536;

/**
 * The hosts of a file that is no YAML, as far as they can be made out: requests for them belong to this site and to no
 * other, were it one for every host.
 */
export function hostsIn(text: string): string[] {
  const lines = text.slice(0, MOST_TEXT).split(/\r?\n/);
  const start = lines.findIndex(line => line.startsWith('hosts:'));
  if (start < 0) return [];
  let end = start + 1;
  while (end < lines.length && /^(?:[ \t\-#\]]|$)/.test(lines[end])) end++;
  const part = lines.slice(start, end).map(line => line.replace(/(?:^|[ \t])#.*$/, ''));
  const words = part
    .join(' ')
    .slice('hosts:'.length)
    .split(/[\s,[\]"']+/);
  return words.flatMap(word => {
    const host = site.shape.hosts.safeParse([word.replace(/^-$/, '')]);
    return host.success ? host.data : [];
  });
}
