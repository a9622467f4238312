import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type { SiteConfig } from '../config.js';
import { show, validate } from '../explain.js';
import { readSource } from '../read.js';
import { site } from '../schema/site.js';
import { Section } from '../source.js';
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

/** Sites of a folder, one a file, sorted by the file's name. */
export function sitesOfFolder(written: string, section: Section, context: BuildContext): PlacedSite[] {
  const folder = resolve(section.source.folder, written);
  if (!isFolder(folder)) {
    section.error(
      `sites is ${show(written)}: there is no such folder`,
      `expected a folder at ${show(folder)}`,
    );
    return [];
  }
  const placed: PlacedSite[] = [];
  for (const name of namesIn(folder)) {
    if (name.startsWith('.') || !/\.ya?ml$/.test(name)) continue;
    const file = join(folder, name);
    const source = readSource(file, context.problems);
    if (source === null) continue;
    context.files.add(file);
    const checked = validate(site, source.value, source, [], context.problems);
    if (checked !== null)
      placed.push({ written: checked, section: new Section(source, [], context.problems) });
  }
  return placed;
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
      const { file, line } = owner.place;
      at.error(
        `the host ${show(host)} for the second time`,
        `expected it once; the first stands at ${file}:${line}`,
      );
    });
  }
  return placed.map(({ written, section }) => buildSite(written, around, section, context));
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
