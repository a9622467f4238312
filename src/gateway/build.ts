import { type CountryDatabase, compileTrust } from '../client/index.js';
import { finish, type LoadedConfig, type SiteVersion } from '../config/index.js';
import { type Problem, Problems, ProblemsError, type Site } from '../core/index.js';
import type { AddressList } from '../gate/index.js';
import type { Plan } from '../inspect/index.js';
import type { LoadedRules } from '../seclang/index.js';
import { effectiveAudit, type RunningAudit } from './audit.js';
import type { CompiledSite } from './compile-site.js';
import { closingGates } from './connection-guard.js';
import { effectiveCountries } from './country.js';
import { fingerprintOf } from './fingerprint.js';
import type { SiteForwarders } from './forwarders.js';
import { compileOtherGates, namedGates, neverBanned } from './gates.js';
import { ListCache } from './lists.js';
import type { NamedGate } from './lock-out.js';
import { presetsFor } from './presets.js';
import { atPlace, collect } from './problems.js';
import { Router } from './router.js';
import { RuleCache } from './rules.js';
import type { Running, RunningSite } from './running.js';
import { type Setback, SiteCompiler } from './site-compiler.js';
import { type GateSurroundings, newSurroundings } from './surroundings.js';

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
  /** Sites that are not as their files say. */
  readonly setbacks: readonly Setback[];
  /** Versions of the sites of a folder, to be remembered once they are in force; null without a folder. */
  readonly versions: readonly SiteVersion[] | null;
  /** Puts forwarders to the sites; cannot fail. */
  activate(forwarders: readonly SiteForwarders[]): Running;
  /** The same in steps. */
  activateSteps(forwarders: readonly SiteForwarders[]): Generator<void, Running>;
}

/**
 * Loads everything a configuration names: rules, lists, the country database; compiles gates and exclusions.
 * Touches nothing that is in force.
 * @param around what gates share and a reload keeps. Default: nobody is banned, nothing is open, no token is taken
 * @throws ProblemsError with every mistake at once
 */
export function build(loaded: LoadedConfig, around?: GateSurroundings): Built {
  return finish(buildSteps(loaded, { around }));
}

/** What was loaded for the configuration before: what has not changed is taken over. */
export class BuildCache {
  readonly rules = new RuleCache();
  readonly lists = new ListCache();
}

/** What was read already. */
export interface KeptParts {
  readonly rules: LoadedRules;
  readonly lists: ReadonlyMap<string, AddressList>;
}

export interface BuildOptions {
  readonly around?: GateSurroundings;
  /** Default: nothing was loaded before. */
  readonly cache?: BuildCache;
  /** What need not even be looked at again. Default: everything is. */
  readonly kept?: KeptParts | null;
}

/** As `build`, and lets go after each site. */
export function* buildSteps(
  loaded: LoadedConfig,
  { around = newSurroundings(), cache = new BuildCache(), kept = null }: BuildOptions = {},
): Generator<void, Built> {
  const { config } = loaded;
  const problems = new Problems();
  problems.list.push(...loaded.problems);
  const rules = kept?.rules ?? collect(problems, () => cache.rules.load(config.rules));
  if (rules !== null) problems.list.push(...rules.warnings);
  yield;
  const lists = kept?.lists ?? cache.lists.load(config.lists, problems);
  const trust = atPlace(loaded, ['trustedProxies'], problems, () => compileTrust(config.trustedProxies));
  const geo = effectiveCountries(loaded, rules?.plan.settings ?? null, problems);
  yield;
  const compile = new SiteCompiler(loaded, lists, rules?.plan ?? null, around, problems);
  // With a list missing, everything that names it would be reported a second time.
  const isWhole = lists.size === config.lists.length;
  if (isWhole) yield* compile.run();
  const others = isWhole ? compileOtherGates(loaded, lists, around, problems) : null;
  if (rules === null || trust === null || geo === null || others === null || problems.hasErrors)
    throw new ProblemsError(problems.list);
  const { compiled, versions } = compile;
  const setbacks = [
    ...compile.setbacks,
    ...loaded.closed.map(({ file, hosts, problems: own }) => ({
      file,
      hosts,
      isClosed: true,
      problems: own,
    })),
  ];
  const audit = effectiveAudit(loaded, rules.plan.settings, problems);
  const inForce = Object.freeze({ ...config, sites: Object.freeze(compiled.map(part => part.config)) });
  let fingerprint: string | null = null;
  function* activateSteps(forwarders: readonly SiteForwarders[]): Generator<void, Running> {
    fingerprint ??= yield* fingerprintOf(loaded.files, loaded.stats);
    const closed = setbacks.filter(({ isClosed }) => isClosed).flatMap(({ hosts }) => hosts);
    const router = new Router([], closed);
    const sites: RunningSite[] = [];
    for (const [index, part] of compiled.entries()) {
      const site = runningSite(part, rules!.plan, forwarders[index]);
      sites.push(site);
      router.add(site);
      yield;
    }
    return {
      config: inForce,
      router,
      trust: trust!,
      geo: geo!,
      lists,
      closing: closingGates(sites),
      never: neverBanned(config, lists),
      plan: rules!.plan,
      audit,
      sites,
      streams: others!.streams,
      adminGate: others!.admin,
      fingerprint,
    };
  }
  return {
    loaded,
    rules,
    sites: compiled.map(({ site }) => site),
    audit,
    warnings: problems.list,
    geo,
    lists,
    gates: namedGates(config, compiled, others),
    setbacks,
    versions,
    activate: forwarders => finish(activateSteps(forwarders)),
    activateSteps,
  };
}

function runningSite(
  { config, site, gate, exclusions }: CompiledSite,
  plan: Plan,
  forwarders: SiteForwarders,
): RunningSite {
  const { settings, programs } = plan;
  const presets = presetsFor(config.paranoia);
  programs.prepare(presets);
  return Object.freeze({
    site,
    gate,
    plan,
    exclusions,
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
