import { statSync } from 'node:fs';
import {
  type CountryDatabase,
  compileTrust,
  formatAddress,
  readAddress,
  readRange,
} from '../client/index.js';
import type { Config, ListConfig, LoadedConfig, SiteConfig } from '../config/index.js';
import { KeyedHash, type Problem, Problems, ProblemsError, type Site } from '../core/index.js';
import {
  type AddressList,
  type CompiledGate,
  compileGate,
  type GateRules,
  loadAddressList,
  type Meters,
  NO_STANDING,
  RateTable,
  type Standing,
} from '../gate/index.js';
import { compileSiteExclusion, excludesNothing, type Plan, type SiteExclusion } from '../inspect/index.js';
import { type LoadedRules, loadRules } from '../seclang/index.js';
import { effectiveAudit, type RunningAudit } from './audit.js';
import { closingGates } from './connection-guard.js';
import { effectiveCountries } from './country.js';
import type { SiteForwarders } from './forwarders.js';
import type { NamedGate } from './lock-out.js';
import { NeverBanned } from './never-banned.js';
import { presetsFor } from './presets.js';
import { atPlace, collect } from './problems.js';
import { Router } from './router.js';
import type { Running, RunningSite, RunningStream } from './running.js';
import { effectiveSite } from './settings.js';
import { streamSite } from './streams.js';

/** The one reader of addresses, handed to the gate. */
const ADDRESS_TEXT = { readAddress, readRange, formatAddress };

/** What the gates of all sites share, through reloads: bans and break-glass, and the buckets of rates. */
export interface GateSurroundings {
  readonly standing: Standing;
  readonly meters: Meters;
}

/** @param standing default: nobody is banned, nothing is open */
export function newSurroundings(standing: Standing = NO_STANDING): GateSurroundings {
  return { standing, meters: { table: new RateTable(), hash: new KeyedHash() } };
}

/** What was read already. */
export interface Kept {
  readonly rules: LoadedRules;
  readonly lists: ReadonlyMap<string, AddressList>;
}

/** What stands between a checked configuration and one in force: everything that can still be wrong was read. */
export interface Built {
  readonly loaded: LoadedConfig;
  readonly rules: LoadedRules;
  readonly sites: readonly Site[];
  readonly audit: RunningAudit;
  readonly warnings: readonly Problem[];
  readonly geo: CountryDatabase;
  readonly lists: ReadonlyMap<string, AddressList>;
  /** Of sites, streams and the admin listener. */
  readonly gates: readonly NamedGate[];
  /** Puts forwarders to the sites; cannot fail. */
  activate(forwarders: readonly SiteForwarders[]): Running;
}

/**
 * Loads everything a configuration names: rules, lists, the country database; compiles gates and exclusions.
 * Touches nothing that is in force.
 * @param around what gates share and a reload keeps. Default: nobody is banned, nothing is open, no token is taken
 * @param kept what need not be read again. Default: everything is read
 * @throws ProblemsError with every mistake at once
 */
export function build(
  loaded: LoadedConfig,
  around: GateSurroundings = newSurroundings(),
  kept: Kept | null = null,
): Built {
  const { config } = loaded;
  const problems = new Problems();
  problems.list.push(...loaded.problems);
  const rules = kept?.rules ?? collect(problems, () => loadRules(config.rules));
  if (rules !== null) problems.list.push(...rules.warnings);
  const lists = kept?.lists ?? loadLists(config.lists, problems);
  const trust = atPlace(loaded, ['trustedProxies'], problems, () => compileTrust(config.trustedProxies));
  const geo = effectiveCountries(loaded, rules?.plan.settings ?? null, problems);
  const plan = rules?.plan ?? null;
  const parts = config.sites.map((site, index) =>
    compileSite(site, index, loaded, lists, plan, around, problems),
  );
  // With a list missing, everything that names it would be reported a second time.
  const whole = lists.size === config.lists.length;
  const streams = new Map<string, RunningStream>();
  config.streams.forEach((settings, index) => {
    const name = streamSite(settings.name);
    const gate = whole
      ? atPlace(loaded, ['streams', index, 'gate'], problems, () =>
          compileGate(settings.gate, lists, ADDRESS_TEXT, { name, ...around }),
        )
      : null;
    if (gate !== null) streams.set(settings.name, { settings, gate });
  });
  const { gate: adminRules } = config.admin;
  const adminGate =
    adminRules === null || !whole
      ? null
      : atPlace(loaded, ['admin', 'gate'], problems, () =>
          compileGate(adminRules, lists, ADDRESS_TEXT, { name: 'admin', ...around }),
        );
  if (rules === null || trust === null || geo === null || problems.hasErrors)
    throw new ProblemsError(problems.list);
  const sites = config.sites.map((site, index) =>
    effectiveSite(site, index, rules.plan.settings, loaded, problems),
  );
  const audit = effectiveAudit(loaded, rules.plan.settings, problems);
  return {
    loaded,
    rules,
    sites,
    audit,
    warnings: problems.list,
    geo,
    lists,
    gates: namedGates(config, parts, streams, adminGate),
    activate(forwarders) {
      const running = parts.map((part, index) =>
        runningSite(sites[index], part, rules.plan, config.sites[index], forwarders[index]),
      );
      return {
        config,
        router: new Router(running),
        trust,
        geo,
        lists,
        closing: closingGates(running),
        never: neverBanned(config, lists),
        plan: rules.plan,
        audit,
        sites: running,
        streams,
        adminGate,
      };
    },
  };
}

function namedGates(
  { sites, admin }: Config,
  parts: readonly (SiteParts | null)[],
  streams: ReadonlyMap<string, RunningStream>,
  adminGate: CompiledGate | null,
): NamedGate[] {
  const prefixes = (paths: readonly { readonly match: string }[]): string[] =>
    paths.map(({ match }) => match);
  const gates = parts.flatMap((part, index): NamedGate[] => {
    const { site, gate } = sites[index];
    return part === null ? [] : [{ name: site.name, gate: part.gate, paths: prefixes(gate.paths) }];
  });
  for (const [name, { gate }] of streams) gates.push({ name: streamSite(name), gate, paths: [] });
  // Without a gate nobody is refused: an open one stands for it, so that a first gate is looked at too.
  const open = adminGate ?? compileGate(OPEN, new Map(), ADDRESS_TEXT);
  gates.push({ name: 'admin', gate: open, paths: prefixes(admin.gate?.paths ?? []) });
  return gates;
}

const OPEN: GateRules & { readonly paths: [] } = {
  only: null,
  allow: [],
  deny: [],
  countries: null,
  paths: [],
};

function neverBanned({ trustedProxies, bans }: Config, lists: ReadonlyMap<string, AddressList>): NeverBanned {
  const named = bans.never.flatMap(entry => lists.get(entry) ?? []);
  return new NeverBanned(
    trustedProxies,
    bans.never.filter(entry => !lists.has(entry)),
    named,
  );
}

interface SiteParts {
  readonly gate: ReturnType<typeof compileGate>;
  readonly exclusions: readonly SiteExclusion[];
}

function runningSite(
  site: Site,
  part: SiteParts | null,
  plan: Plan,
  config: SiteConfig,
  forwarders: SiteForwarders,
): RunningSite {
  if (part === null) throw new Error(`the site ${site.name} has no gate`);
  const { settings, programs } = plan;
  const presets = presetsFor(config.paranoia);
  programs.prepare(presets);
  return Object.freeze({
    site,
    gate: part.gate,
    plan,
    exclusions: part.exclusions,
    presets,
    mayTighten: config.unset.mode && site.modeByPath.length === 0,
    parseLimits: Object.freeze({
      arguments: settings.argumentsLimit,
      depth: settings.requestBodyDepthLimit,
      files: settings.uploadFileLimit,
      argumentSeparator: settings.argumentSeparator,
    }),
    forwarders,
  });
}

/** Large lists as they were read last: a reload that changes something else does not read a million lines. */
const recent = new Map<string, { readonly key: string; readonly list: AddressList }>();
const LARGE = 10_000;

/** What a list's file looked like, or null when it stands in the configuration. */
function keyOf(name: string, source: ListConfig['source']): string | null {
  if (!('file' in source)) return null;
  try {
    const { ino, size, mtimeMs } = statSync(source.file);
    return JSON.stringify([name, source, ino, size, mtimeMs]);
  } catch {
    // Whoever reads it says what is wrong, and where.
    return null;
  }
}

function remember(key: string | null, list: AddressList, { list: problems }: Problems): void {
  recent.delete(list.name);
  if (key !== null && list.size >= LARGE && problems.length === 0) recent.set(list.name, { key, list });
}

/** Loads lists; one with a mistake is left out, and the mistakes are reported. */
export function loadLists(configs: readonly ListConfig[], problems: Problems): Map<string, AddressList> {
  const lists = new Map<string, AddressList>();
  for (const { name, source } of configs) {
    const own = new Problems();
    const key = keyOf(name, source);
    const known = key === null ? undefined : recent.get(name);
    if (known !== undefined && known.key === key) {
      lists.set(name, known.list);
      continue;
    }
    const list = collect(problems, () => loadAddressList(name, source, ADDRESS_TEXT, own));
    // An error has brought the warnings before it along.
    if (list === null) continue;
    problems.list.push(...own.list);
    lists.set(name, list);
    remember(key, list, own);
  }
  return lists;
}

function compileSite(
  config: SiteConfig,
  index: number,
  loaded: LoadedConfig,
  lists: ReadonlyMap<string, AddressList>,
  plan: Plan | null,
  around: GateSurroundings,
  problems: Problems,
): SiteParts | null {
  // With a list missing, everything that names it would be reported a second time.
  if (lists.size < loaded.config.lists.length) return null;
  const gate = atPlace(loaded, ['sites', index, 'gate'], problems, () =>
    compileGate(config.gate, lists, ADDRESS_TEXT, { name: config.site.name, ...around }),
  );
  const exclusions: SiteExclusion[] = [];
  config.exclude.forEach((entry, position) => {
    const place = ['sites', index, 'waf', 'exclude', position];
    const { rule, target, path } = entry;
    const exclusion = atPlace(loaded, place, problems, () =>
      compileSiteExclusion({ from: rule.first, to: rule.last, target, path }),
    );
    if (exclusion === null) return;
    exclusions.push(exclusion);
    const missing = plan === null ? null : excludesNothing(exclusion, plan);
    if (missing !== null) {
      const one = rule.first === rule.last;
      const ids = one ? `the id ${rule.first}` : `an id from ${rule.first} to ${rule.last}`;
      problems.warning(
        loaded.place(place),
        missing === 'rule'
          ? `the exclusion excludes nothing: no rule has ${ids}`
          : `the exclusion excludes nothing: no rule with ${ids} looks at ${target}`,
        `check the ${missing === 'rule' ? 'id' : 'target'}, or take it out`,
      );
    }
  });
  return gate === null ? null : { gate, exclusions };
}
