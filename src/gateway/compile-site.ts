import type { Path, SiteConfig } from '../config/index.js';
import { type Place, type Problem, Problems, type Site } from '../core/index.js';
import { type AddressList, type CompiledGate, compileGate } from '../gate/index.js';
import { compileSiteExclusion, excludesNothing, type Plan, type SiteExclusion } from '../inspect/index.js';
import { ADDRESS_TEXT } from './lists.js';
import { atPlace } from './problems.js';
import { effectiveSite } from './settings.js';
import type { GateSurroundings } from './surroundings.js';

/** A site with its gate and exclusions, and what was found on the way. */
export interface CompiledSite {
  readonly config: SiteConfig;
  readonly site: Site;
  readonly gate: CompiledGate;
  readonly exclusions: readonly SiteExclusion[];
  readonly problems: readonly Problem[];
}

/** What could not be compiled. */
export interface RefusedSite {
  readonly site: null;
  readonly problems: readonly Problem[];
}

interface Kept {
  readonly plan: Plan;
  readonly lists: ReadonlyMap<string, AddressList>;
  readonly around: GateSurroundings;
  readonly compiled: CompiledSite | RefusedSite;
}

/** What was compiled of configurations that are still known: a reload compiles only sites that changed. */
const kept = new WeakMap<SiteConfig, Kept>();

/**
 * Compiles one site.
 * @param place where a value of the site stands
 * @param plan null: the rules could not be loaded, and only mistakes are looked for
 * @param around what the gates of all sites share
 */
export function compileSite(
  config: SiteConfig,
  place: (path: Path) => Place,
  lists: ReadonlyMap<string, AddressList>,
  plan: Plan | null,
  around: GateSurroundings,
): CompiledSite | RefusedSite {
  const before = kept.get(config);
  if (before?.plan === plan && before.lists === lists && before.around === around) return before.compiled;
  const compiled = compileAnew(config, place, lists, plan, around);
  if (plan !== null) kept.set(config, { plan, lists, around, compiled });
  return compiled;
}

function compileAnew(
  config: SiteConfig,
  place: (path: Path) => Place,
  lists: ReadonlyMap<string, AddressList>,
  plan: Plan | null,
  around: GateSurroundings,
): CompiledSite | RefusedSite {
  const problems = new Problems();
  const gate = atPlace({ place }, ['gate'], problems, () =>
    compileGate(config.gate, lists, ADDRESS_TEXT, { name: config.site.name, ...around }),
  );
  const exclusions = compileExclusions(config, place, plan, problems);
  if (gate === null || plan === null || problems.hasErrors) return { site: null, problems: problems.list };
  const site = effectiveSite(config, plan.settings, place, problems);
  return { config, site, gate, exclusions, problems: problems.list };
}

function compileExclusions(
  config: SiteConfig,
  place: (path: Path) => Place,
  plan: Plan | null,
  problems: Problems,
): SiteExclusion[] {
  const exclusions: SiteExclusion[] = [];
  config.exclude.forEach((entry, position) => {
    const path = ['waf', 'exclude', position];
    const { rule, target, path: prefix } = entry;
    const exclusion = atPlace({ place }, path, problems, () =>
      compileSiteExclusion({ from: rule.first, to: rule.last, target, path: prefix }),
    );
    if (exclusion === null) return;
    exclusions.push(exclusion);
    const missing = plan === null ? null : excludesNothing(exclusion, plan);
    if (missing === null) return;
    const ids =
      rule.first === rule.last ? `the id ${rule.first}` : `an id from ${rule.first} to ${rule.last}`;
    problems.warning(
      place(path),
      missing === 'rule'
        ? `the exclusion excludes nothing: no rule has ${ids}`
        : `the exclusion excludes nothing: no rule with ${ids} looks at ${target}`,
      `check the ${missing === 'rule' ? 'id' : 'target'}, or take it out`,
    );
  });
  return exclusions;
}
