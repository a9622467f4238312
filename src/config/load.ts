import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { type Place, type Problem, Problems, ProblemsError } from '../core/index.js';
import type { BuildContext } from './build/context.js';
import { expandGroups } from './build/country-groups.js';
import { requireFile } from './build/files.js';
import {
  buildAdmin,
  buildAudit,
  buildBans,
  buildLimits,
  buildLists,
  buildLog,
  buildState,
} from './build/globals.js';
import { buildListen } from './build/listen.js';
import { warnOfNetworks } from './build/networks.js';
import { buildRules } from './build/rules.js';
import { type ClosedSite, FolderBuild, type FolderSite } from './build/site-folder.js';
import { buildSites, filesOfFolder, type PlacedSite, rightSites } from './build/sites.js';
import { buildStreams } from './build/streams.js';
import { type Config, deepFreeze, type ListConfig, type SiteConfig } from './config.js';
import { validate } from './explain.js';
import { readSource } from './read.js';
import { root } from './schema/root.js';
import { type ReadSite, SiteMemory } from './sites/memory.js';
import { type Path, Section, type Source } from './source.js';

/** A configuration and what is known about it. */
export interface LoadedConfig {
  readonly config: Config;
  /** Warnings only: with an error nothing is loaded. */
  readonly problems: readonly Problem[];
  /** Absolute paths of every file the configuration consists of, rule and list files included: what a reload watches. */
  readonly files: readonly string[];
  /**
   * Where a value stands, for problems that later stages find, e.g. `place(['lists', 'office', 'cidrs', 0])` or
   * `place(['sites', 3, 'waf', 'exclude', 0])`. Indexes of sites are those of `config.sites`.
   */
  place(path: Path): Place;
  /** Where each site of `config.sites` comes from when `sites` is a folder and mistakes are each site's own; else null. */
  readonly folder: readonly FolderSite[] | null;
  /** What files of a `sites` folder were (`statOf`) before they were read. */
  readonly stats: ReadonlyMap<string, string>;
  /** True when `sites` is a folder whose files were left unread. */
  readonly isPartial: boolean;
  /** Sites of the folder that cannot be served at all. Empty unless mistakes are each site's own. */
  readonly closed: readonly ClosedSite[];
}

export interface LoadOptions {
  /** Second place where relative rule patterns are looked for. Default: the working directory. */
  readonly workingFolder?: string;
  /** Third place, with the rules that come with the program. Default: the folder of the package. */
  readonly packageFolder?: string;
  /**
   * What is known of the files of a `sites` folder. With it a mistake in one of them is that site's own: it stays on the last
   * version that was in force, or is closed. Without it a mistake is one of the whole configuration.
   */
  readonly sites?: SiteMemory;
  /** Leaves the files of a `sites` folder unread, for who needs the rest only. Default: false. */
  readonly skipFolder?: boolean;
}

/** Rule files and lists of a configuration that exist, whatever else of it is wrong. */
export interface NamedFiles {
  readonly rules: readonly string[];
  readonly lists: readonly ListConfig[];
}

/** A configuration that cannot be used. What it names can still be read, so that all mistakes are told at once. */
export class ConfigError extends ProblemsError {
  constructor(
    problems: readonly Problem[],
    readonly named: NamedFiles,
  ) {
    super(problems);
  }
}

type Written = z.output<typeof root>;

/**
 * Reads, checks and freezes a configuration.
 * @param file path of the YAML file
 * @throws ConfigError with every problem at once, warnings too, when at least one is an error. Nothing else is thrown.
 */
export function loadConfig(file: string, options: LoadOptions = {}): LoadedConfig {
  return finish(loadSteps(file, options));
}

/** Runs to the end what was written in steps. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `loadConfig`, and lets go after each file of a `sites` folder: whoever serves requests has time for them in between. */
export function* loadSteps(file: string, options: LoadOptions = {}): Generator<void, LoadedConfig> {
  const problems = new Problems();
  const context: BuildContext = {
    problems,
    files: new Set(),
    texts: new Map(),
    workingFolder: resolve(options.workingFolder ?? process.cwd()),
    packageFolder: resolve(options.packageFolder ?? fileURLToPath(new URL('../..', import.meta.url))),
  };
  const main = resolve(file);
  const source = readSource(main, problems);
  let named: NamedFiles = { rules: [], lists: [] };
  if (source !== null) {
    context.files.add(source.file);
    const built = yield* build(source, context, options.sites ?? null, options.skipFolder === true);
    if ('config' in built) return built;
    named = built;
  }
  throw new ConfigError(inOrder(problems.list, main), named);
}

/** @returns what is named when there are errors; all of them are in the context's problems then */
function* build(
  source: Source,
  context: BuildContext,
  memory: SiteMemory | null,
  skipFolder: boolean,
): Generator<void, LoadedConfig | NamedFiles> {
  const { problems } = context;
  const top = new Section(source, [], problems);
  const whole = validate(root, source.value, source, [], problems);
  // What is right is checked further even when something else is wrong: all problems at once.
  const written = whole ?? rightParts(source.value);

  const listen = written.listen ? buildListen(written.listen, top.at('listen')) : null;
  warnOfNetworks(
    written.trustedProxies ?? [],
    'then every client can claim any address',
    top.at('trustedProxies'),
  );
  const country = written.geoip?.country;
  const geoip = country === undefined ? null : requireFile(country, top.at('geoip', 'country'), context);
  const state = written.state ? buildState(written.state, top.at('state')) : null;
  const lists = buildLists(written.lists ?? {}, state?.folder ?? null, top.at('lists'), context);
  const rules = written.rules ? buildRules(written.rules, top.at('rules'), context) : [];
  const log = written.log ? buildLog(written.log, top.at('log')) : null;
  const audit = written.audit ? buildAudit(written.audit, top.at('audit')) : null;
  const limits = written.limits ? buildLimits(written.limits, top.at('limits')) : null;

  const value = isMap(source.value) ? source.value : {};
  const at = top.at('sites');
  let placed: PlacedSite[] = [];
  if (Array.isArray(whole?.sites)) {
    placed = whole.sites.map((site, index) => ({ written: site, section: at.at(index) }));
  } else if (Array.isArray(value.sites)) placed = rightSites(value.sites, at);
  const reads: ReadSite[] = [];
  const isFolder = typeof value.sites === 'string';
  if (isFolder) memory?.open(state?.folder ?? null);
  if (isFolder && !skipFolder) {
    const known = memory ?? new SiteMemory();
    for (const file of filesOfFolder(String(value.sites), at)) {
      reads.push(known.read(file));
      yield;
    }
  }
  const names = new Set(isMap(value.lists) ? Object.keys(value.lists) : []);
  const bans = written.bans ? buildBans(written.bans, names, top.at('bans')) : null;
  const groups = expandGroups(written.countryGroups ?? {}, top.at('countryGroups'));
  const around = { lists: names, groups, listen };
  const admin = written.admin ? buildAdmin(written.admin, around, top.at('admin'), context) : null;
  const streams = buildStreams(written.streams ?? [], around, top.at('streams'));
  let sites: SiteConfig[];
  let folder: FolderSite[] | null = null;
  let closed: ClosedSite[] = [];
  if (isFolder) {
    const steps = new FolderBuild(around, context, memory ?? new SiteMemory());
    const built = yield* steps.run(reads, memory === null);
    placed = built.sites.map(({ version, section }) => ({ written: version.written, section }));
    sites = built.sites.map(site => site.config);
    if (memory !== null) ({ sites: folder, closed } = built);
    for (const site of folder ?? []) if (site.isCurrent) problems.list.push(...site.problems);
  } else sites = buildSites(placed, around, context);
  if (
    listen !== null &&
    listen.https.length > 0 &&
    whole !== null &&
    !skipFolder &&
    !placed.some(site => site.written.tls)
  ) {
    top
      .at('listen', 'https')
      .error('listen.https is on, but no site has a certificate', 'expected tls in a site');
  }
  if (placed.length === 0 && reads.length === 0 && !skipFolder && !problems.hasErrors) {
    top.at('sites').warning('no sites: every request is answered 421', 'expected at least one site');
  }

  if (
    whole === null ||
    listen === null ||
    log === null ||
    audit === null ||
    limits === null ||
    bans === null ||
    state === null ||
    admin === null ||
    problems.hasErrors
  ) {
    return { rules, lists };
  }
  const { workers, trustedProxies } = whole;
  const config: Config = deepFreeze({
    file: source.file,
    listen,
    workers,
    trustedProxies,
    geoip: { country: geoip },
    lists,
    rules,
    log,
    audit,
    limits,
    bans,
    state,
    admin,
    streams,
    sites,
  });
  const place = (path: Path): Place => {
    const [first, index, ...rest] = path;
    const site = first === 'sites' ? placed[Number(index)] : undefined;
    return site === undefined ? source.place(path) : site.section.at(...rest).place;
  };
  return {
    config,
    problems: inOrder(problems.list, source.file),
    files: [...context.files],
    place,
    folder,
    closed,
    stats: new Map(reads.map(({ file, stat }) => [file, stat])),
    isPartial: isFolder && skipFolder,
  };
}

/** As they stand in the files: the configuration itself first, then those of `sites` by name. */
function inOrder(problems: readonly Problem[], main: string): Problem[] {
  const rank = (problem: Problem): string => (problem.file === main ? '' : problem.file);
  return problems.toSorted((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}

/** The parts of a refused file that are right by themselves, without its sites. */
function rightParts(value: unknown): Partial<Omit<Written, 'sites'>> {
  const right: Record<string, unknown> = {};
  if (!isMap(value)) return right;
  for (const [key, schema] of Object.entries(root.shape)) {
    if (key === 'sites') continue;
    const result = schema.safeParse(value[key]);
    if (result.success) right[key] = result.data;
  }
  if (right.lists === undefined && isMap(value.lists)) right.lists = rightLists(value.lists);
  return right;
}

/** One list with a mistake does not hide those of the others. */
function rightLists(lists: Record<string, unknown>): unknown {
  const right: Record<string, unknown> = {};
  for (const [name, list] of Object.entries(lists)) {
    const result = root.shape.lists.safeParse({ [name]: list });
    if (result.success) Object.assign(right, result.data);
  }
  return right;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
