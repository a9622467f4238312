import type { FolderSite, LoadedConfig, Path, SiteVersion } from '../config/index.js';
import type { Place, Problem, Problems } from '../core/index.js';
import type { AddressList } from '../gate/index.js';
import type { Plan } from '../inspect/index.js';
import { type CompiledSite, compileSite } from './compile-site.js';
import type { GateSurroundings } from './surroundings.js';

/** A site of a folder whose file has a mistake. */
export interface Setback {
  readonly file: string;
  readonly hosts: readonly string[];
  /** True: there was no earlier version, and its hosts are answered 503. False: it stays on the last one that was in force. */
  readonly isClosed: boolean;
  readonly problems: readonly Problem[];
}

/** Compiles all sites; of a folder, each by itself. */
export class SiteCompiler {
  readonly compiled: CompiledSite[] = [];
  readonly setbacks: Setback[] = [];
  readonly versions: SiteVersion[] | null;

  constructor(
    readonly loaded: LoadedConfig,
    readonly lists: ReadonlyMap<string, AddressList>,
    readonly plan: Plan | null,
    readonly around: GateSurroundings,
    readonly problems: Problems,
  ) {
    this.versions = loaded.folder === null ? null : [];
  }

  *run(): Generator<void, void> {
    const { loaded, lists, plan, around, problems } = this;
    for (const [index, config] of loaded.config.sites.entries()) {
      const site = loaded.folder?.[index];
      if (site !== undefined) this.#ofFolder(site);
      else {
        const place = (path: Path): Place => loaded.place(['sites', index, ...path]);
        const compiled = compileSite(config, place, lists, plan, around);
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
    return compileSite(config, path => section.at(...path).place, this.lists, this.plan, this.around);
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
