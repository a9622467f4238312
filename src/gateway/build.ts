import { compileTrust } from '../client/index.js';
import { type FolderSite, finish, type LoadedConfig, type SiteVersion } from '../config/index.js';
import { type Problem, Problems, ProblemsError, type Site } from '../core/index.js';
import type { AddressList } from '../gate/index.js';
import type { Plan } from '../inspect/index.js';
import type { LoadedRules } from '../seclang/index.js';
import { effectiveAudit, type RunningAudit } from './audit.js';
import { type CompiledSite, compileSite } from './compile-site.js';
import { effectiveCountries } from './country.js';
import { fingerprintOf } from './fingerprint.js';
import type { SiteForwarders } from './forwarders.js';
import { ListCache } from './lists.js';
import { presetsFor } from './presets.js';
import { atPlace, collect } from './problems.js';
import { Router } from './router.js';
import { RuleCache } from './rules.js';
import type { Running, RunningSite } from './running.js';

/** A site of a folder whose file has a mistake. */
export interface Setback {
  readonly file: string;
  readonly hosts: readonly string[];
  /** True: there was no earlier version, and its hosts are answered 503. False: it stays on the last one that was in force. */
  readonly isClosed: boolean;
  readonly problems: readonly Problem[];
}

/** What stands between a checked configuration and one in force: everything that can still be wrong was read. */
export interface Built {
  readonly loaded: LoadedConfig;
  readonly rules: LoadedRules;
  readonly sites: readonly Site[];
  readonly audit: RunningAudit;
  readonly warnings: readonly Problem[];
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
 * @throws ProblemsError with every mistake at once
 */
export function build(loaded: LoadedConfig): Built {
  return finish(buildSteps(loaded));
}

/** What was loaded for the configuration before: what has not changed is taken over. */
export class BuildCache {
  readonly rules = new RuleCache();
  readonly lists = new ListCache();
}

/** As `build`, and lets go after each site. */
export function* buildSteps(loaded: LoadedConfig, cache = new BuildCache()): Generator<void, Built> {
  const { config } = loaded;
  const problems = new Problems();
  problems.list.push(...loaded.problems);
  const rules = collect(problems, () => cache.rules.load(config.rules));
  if (rules !== null) problems.list.push(...rules.warnings);
  yield;
  const lists = cache.lists.load(config.lists, problems);
  const trust = atPlace(loaded, ['trustedProxies'], problems, () => compileTrust(config.trustedProxies));
  const geo = effectiveCountries(loaded, rules?.plan.settings ?? null, problems);
  yield;
  const compile = new SiteCompiler(loaded, lists, rules?.plan ?? null, problems);
  // With a list missing, everything that names it would be reported a second time.
  if (lists.size === config.lists.length) yield* compile.run();
  if (rules === null || trust === null || geo === null || problems.hasErrors)
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
  function* activateSteps(forwarders: readonly SiteForwarders[]): Generator<void, Running> {
    const fingerprint = yield* fingerprintOf(loaded.files, loaded.stats);
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
      plan: rules!.plan,
      audit,
      sites,
      fingerprint,
    };
  }
  return {
    loaded,
    rules,
    sites: compiled.map(({ site }) => site),
    audit,
    warnings: problems.list,
    setbacks,
    versions,
    activate: forwarders => finish(activateSteps(forwarders)),
    activateSteps,
  };
}

/** Compiles all sites; of a folder, each by itself. */
class SiteCompiler {
  readonly compiled: CompiledSite[] = [];
  readonly setbacks: Setback[] = [];
  readonly versions: SiteVersion[] | null;

  constructor(
    readonly loaded: LoadedConfig,
    readonly lists: ReadonlyMap<string, AddressList>,
    readonly plan: Plan | null,
    readonly problems: Problems,
  ) {
    this.versions = loaded.folder === null ? null : [];
  }

  *run(): Generator<void, void> {
    const { loaded, lists, plan, problems } = this;
    for (const [index, config] of loaded.config.sites.entries()) {
      const site = loaded.folder?.[index];
      if (site !== undefined) this.#ofFolder(site);
      else {
        const compiled = compileSite(config, path => loaded.place(['sites', index, ...path]), lists, plan);
        problems.list.push(...compiled.problems);
        if (compiled.site !== null) this.compiled.push(compiled);
      }
      yield;
    }
  }

  #ofFolder(site: FolderSite): void {
    const compiled = this.#compile(site);
    const { file, written } = site.version;
    if (compiled.site !== null) {
      this.#take(site, compiled);
      if (!site.isCurrent) this.#setBack(file, written.hosts, false, site.problems);
      return;
    }
    // Without rules nothing is in force, and no mistake is a site's own.
    if (this.plan === null) return;
    const earlier = site.earlier();
    const compiledEarlier = earlier === null ? null : this.#compile(earlier);
    const problems = site.isCurrent ? compiled.problems : site.problems;
    if (earlier === null || compiledEarlier === null || compiledEarlier.site === null) {
      this.#setBack(file, written.hosts, true, problems);
      return;
    }
    this.#take(earlier, compiledEarlier);
    this.#setBack(file, earlier.version.written.hosts, false, problems);
  }

  #compile({ config, section }: FolderSite): ReturnType<typeof compileSite> {
    return compileSite(config, path => section.at(...path).place, this.lists, this.plan);
  }

  #take({ version, isCurrent }: FolderSite, compiled: CompiledSite): void {
    this.compiled.push(compiled);
    this.versions?.push(version);
    if (isCurrent) this.problems.list.push(...compiled.problems);
  }

  #setBack(file: string, hosts: readonly string[], isClosed: boolean, problems: readonly Problem[]): void {
    this.setbacks.push({ file, hosts, isClosed, problems });
  }
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
