import { type Problem, Problems } from '../../core/index.js';
import type { SiteConfig } from '../config.js';
import { type ReadSite, type SiteMemory, statOf } from '../sites/memory.js';
import type { SiteVersion } from '../sites/version.js';
import { Section } from '../source.js';
import type { BuildContext } from './context.js';
import { checkGate, resolveCountries } from './gate.js';
import { buildSite, type SiteSurroundings } from './site.js';
import { sameHost } from './sites.js';

/** A site of a folder as it was built. */
export interface FolderSite {
  readonly version: SiteVersion;
  readonly config: SiteConfig;
  readonly section: Section;
  /** False: the file has a mistake, and this is the last version that was in force. */
  readonly isCurrent: boolean;
  /** Mistakes of the current version when this is not it; otherwise warnings. */
  readonly problems: readonly Problem[];
  /** The last version that was in force, built, where this is another one and that can still be used. */
  earlier(): FolderSite | null;
}

/** A site whose file cannot be used, and that has no earlier version: its hosts are answered 503. */
export interface ClosedSite {
  readonly file: string;
  readonly hosts: readonly string[];
  readonly problems: readonly Problem[];
}

interface Built {
  /** What it was built against. */
  readonly around: string;
  readonly config: SiteConfig;
  readonly section: Section;
  readonly problems: readonly Problem[];
  readonly hasErrors: boolean;
  /** Other files that it names, as they were. */
  readonly files: readonly (readonly [file: string, stat: string])[];
}

/** What was built of versions that are still known. */
const kept = new WeakMap<SiteVersion, Built>();

/** Builds the sites of a folder, each by itself. */
export class FolderBuild {
  readonly #around: SiteSurroundings;
  readonly #key: string;
  readonly #context: BuildContext;
  readonly #memory: SiteMemory;
  /** Whose requests those for a host are. */
  readonly #owners = new Map<string, ReadSite>();

  constructor(around: SiteSurroundings, context: BuildContext, memory: SiteMemory) {
    this.#around = around;
    this.#key = JSON.stringify([[...around.lists], [...around.groups], around.listen]);
    this.#context = context;
    this.#memory = memory;
  }

  /**
   * Builds all, and collects every problem.
   * @param isStrict true: all of them are of the configuration; false: mistakes are the site's own, which stays on its last
   *   version or is closed
   */
  *run(
    reads: readonly ReadSite[],
    isStrict: boolean,
  ): Generator<void, { sites: FolderSite[]; closed: ClosedSite[] }> {
    yield* this.#claim(reads, isStrict);
    const sites: FolderSite[] = [];
    const closed: ClosedSite[] = [];
    for (const read of reads) {
      this.#context.files.add(read.file);
      const problems = new Problems();
      problems.list.push(...read.problems);
      const site = this.#current(read, problems);
      if (isStrict) this.#context.problems.list.push(...problems.list);
      if (site !== null && (isStrict || !problems.hasErrors)) sites.push(site);
      else if (!isStrict) {
        const earlier = this.#earlier(read, problems.list);
        if (earlier === null) closed.push(this.#close(read, problems.list));
        else sites.push(earlier);
      }
      yield;
    }
    return { sites, closed };
  }

  /** A host is of the site that had it before and still wants it, whatever the names of the files. */
  *#claim(reads: readonly ReadSite[], isStrict: boolean): Generator<void, void> {
    for (const read of isStrict ? [] : reads) {
      const wanted = read.version?.written.hosts;
      for (const host of this.#memory.good(read.file)?.written.hosts ?? [])
        if (wanted === undefined || wanted.includes(host)) this.#own(host, read);
      yield;
    }
    for (const read of reads) {
      for (const host of hostsOf(read)) this.#own(host, read);
      yield;
    }
  }

  #own(host: string, read: ReadSite): void {
    if (!this.#owners.has(host)) this.#owners.set(host, read);
  }

  #current(read: ReadSite, problems: Problems): FolderSite | null {
    const { version, refused } = read;
    if (version === null) {
      if (refused?.source != null) this.#checkRefused(read, problems);
      return null;
    }
    const { config, section, problems: own } = this.#build(version);
    problems.list.push(...own);
    this.#checkHosts(read, version.written.hosts, new Section(version.source, [], problems));
    const earlier = (): FolderSite | null => this.#earlier(read, []);
    return { version, config, section, isCurrent: true, problems: own, earlier };
  }

  #earlier(read: ReadSite, problems: readonly Problem[]): FolderSite | null {
    const version = this.#memory.good(read.file);
    if (version === null || version.text === read.version?.text) return null;
    const built = this.#build(version);
    const isMine = version.written.hosts.every(host => this.#owners.get(host)?.file === read.file);
    if (built.hasErrors || !isMine) return null;
    const { config, section } = built;
    return { version, config, section, isCurrent: false, problems, earlier: () => null };
  }

  #close(read: ReadSite, problems: readonly Problem[]): ClosedSite {
    const hosts = hostsOf(read).filter(host => this.#owners.get(host)?.file === read.file);
    return { file: read.file, hosts, problems };
  }

  #checkHosts(read: ReadSite, hosts: readonly string[], section: Section): void {
    hosts.forEach((host, index) => {
      const owner = this.#owners.get(host);
      const isFirst = hosts.indexOf(host) === index;
      if (owner === undefined || (owner.file === read.file && isFirst)) return;
      const source = owner.version?.source ?? owner.refused?.source;
      const at = hostsOf(owner).indexOf(host);
      const place = source?.place(['hosts', at]) ?? { file: owner.file, line: 1 };
      sameHost(host, place, section.at('hosts', index));
    });
  }

  /** What is right by itself is checked against the rest, so that all mistakes are told at once. */
  #checkRefused(read: ReadSite, problems: Problems): void {
    const { refused } = read;
    if (refused?.source == null) return;
    const section = new Section(refused.source, [], problems);
    this.#checkHosts(read, refused.hosts, section);
    if (refused.gate === undefined) return;
    const gate = resolveCountries(refused.gate, this.#around.groups, section.at('gate'));
    checkGate(gate, this.#around.lists, section.at('gate'));
  }

  #build(version: SiteVersion): Built {
    let built = kept.get(version);
    if (built === undefined || built.around !== this.#key || !built.files.every(isAsItWas)) {
      built = this.#buildAnew(version);
      kept.set(version, built);
    }
    for (const [file] of built.files) this.#context.files.add(file);
    return built;
  }

  #buildAnew(version: SiteVersion): Built {
    const problems = new Problems();
    const files = new Set<string>();
    const context = { ...this.#context, problems, files };
    const section = new Section(version.source, [], problems);
    const config = buildSite(version.written, this.#around, section, context);
    version.source.forget();
    return {
      around: this.#key,
      config,
      section,
      problems: problems.list,
      hasErrors: problems.hasErrors,
      files: Array.from(files, file => [file, statOf(file)] as const),
    };
  }
}

function hostsOf(read: ReadSite): readonly string[] {
  return read.version?.written.hosts ?? read.refused?.hosts ?? [];
}

function isAsItWas([file, stat]: readonly [string, string]): boolean {
  return statOf(file) === stat;
}
