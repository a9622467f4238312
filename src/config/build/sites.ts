import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type { SiteConfig } from '../config.js';
import { show } from '../explain.js';
import { site } from '../schema/site.js';
import type { Section } from '../source.js';
import type { BuildContext } from './context.js';
import { namesIn } from './pattern.js';
import { buildSite, type SiteSurroundings } from './site.js';

/** A site that passed its schema, and where it stands. */
export interface PlacedSite {
  readonly written: z.output<typeof site>;
  readonly section: Section;
}

/** Of a list in which the schema found mistakes (and reported them), the sites without one. */
export function rightSites(written: readonly unknown[], section: Section): PlacedSite[] {
  const placed: PlacedSite[] = [];
  written.forEach((value, index) => {
    const result = site.safeParse(value);
    if (result.success) placed.push({ written: result.data, section: section.at(index) });
  });
  return placed;
}

/** Files of a `sites` folder, sorted by name. A folder that is not there is reported. */
export function filesOfFolder(written: string, section: Section): string[] {
  const folder = resolve(section.source.folder, written);
  if (!isFolder(folder)) {
    section.error(
      `sites is ${show(written)}: there is no such folder`,
      `expected a folder at ${show(folder)}`,
    );
    return [];
  }
  return namesIn(folder)
    .filter(name => !name.startsWith('.') && /\.ya?ml$/.test(name))
    .map(name => join(folder, name));
}

/** Builds all sites and reports what is wrong between them. */
export function buildSites(
  placed: readonly PlacedSite[],
  around: SiteSurroundings,
  context: BuildContext,
): SiteConfig[] {
  const owners = new Map<string, Section>();
  for (const { written, section } of placed) {
    written.hosts.forEach((host, index) => {
      const at = section.at('hosts', index);
      const owner = owners.get(host);
      if (owner === undefined) {
        owners.set(host, at);
        return;
      }
      sameHost(host, owner.place, at);
    });
  }
  return placed.map(({ written, section }) => buildSite(written, around, section, context));
}

/** Reports a host that two sites have. @param first where it stands rightly */
export function sameHost(
  host: string,
  { file, line }: { readonly file: string; readonly line: number },
  second: Section,
): void {
  second.error(
    `the host ${show(host)} for the second time`,
    `expected it once; the first stands at ${file}:${line}`,
  );
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
