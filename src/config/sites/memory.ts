import { statSync } from 'node:fs';
import { type Problem, Problems } from '../../core/index.js';
import { readText } from '../read.js';
import type { SiteJournal } from './journal.js';
import { type RefusedSite, readVersion, type SiteVersion } from './version.js';

/** What a site's file was found to be. */
export interface ReadSite {
  readonly file: string;
  /** Name, size and times of the file when it was read. */
  readonly stat: string;
  readonly version: SiteVersion | null;
  readonly refused: RefusedSite | null;
  readonly problems: readonly Problem[];
}

const UNREADABLE: RefusedSite = { source: null, hosts: [], gate: undefined };

/**
 * What is known of the files of a `sites` folder: what they were when they were last read, so that a reload reads only those
 * that changed, and the last version of each that was in force, so that one with a mistake can stay on it.
 */
export class SiteMemory {
  readonly #read = new Map<string, ReadSite>();
  readonly #good = new Map<string, SiteVersion>();
  #journal: SiteJournal | null = null;
  #isOpen = false;
  readonly #openJournal: (folder: string) => SiteJournal | null;

  /** @param openJournal where versions outlive this process. Default: they do not */
  constructor(openJournal: (folder: string) => SiteJournal | null = () => null) {
    this.#openJournal = openJournal;
  }

  /** Reads what is kept in the state folder; only the first time. @param folder null: nothing is kept */
  open(folder: string | null): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    if (folder === null) return;
    this.#journal = this.#openJournal(folder);
    for (const version of this.#journal?.versions() ?? []) this.#good.set(version.file, version);
  }

  /** Reads a file, unless it is as it was the last time. */
  read(file: string): ReadSite {
    const stat = statOf(file);
    const known = this.#read.get(file);
    if (known?.stat === stat) return known;
    const read = this.#readAnew(file, stat, known?.version ?? null);
    this.#read.set(file, read);
    return read;
  }

  /** The version that was in force last. */
  good(file: string): SiteVersion | null {
    return this.#good.get(file) ?? null;
  }

  /** These are in force now, and all there are: what is known of other files is forgotten. @param all files of the folder */
  accept(versions: Iterable<SiteVersion>, all: ReadonlySet<string>): void {
    const changed: SiteVersion[] = [];
    for (const version of versions) {
      if (this.#good.get(version.file)?.text !== version.text) changed.push(version);
      this.#good.set(version.file, version);
    }
    for (const file of this.#read.keys()) if (!all.has(file)) this.#read.delete(file);
    for (const file of this.#good.keys()) if (!all.has(file)) this.#good.delete(file);
    this.#journal?.record(changed, this.#good);
  }

  /** Writes to the journal what waits. */
  close(): Promise<void> {
    return this.#journal?.close() ?? Promise.resolve();
  }

  #readAnew(file: string, stat: string, before: SiteVersion | null): ReadSite {
    const problems = new Problems();
    const text = readText(file, problems);
    if (text === null) return { file, stat, version: null, refused: UNREADABLE, problems: problems.list };
    for (const known of [before, this.good(file)]) {
      if (known?.text === text) return { file, stat, version: known, refused: null, problems: [] };
    }
    const read = readVersion(file, text, problems);
    const { list } = problems;
    if ('refused' in read) return { file, stat, version: null, refused: read.refused, problems: list };
    read.version.source.forget();
    return { file, stat, version: read.version, refused: null, problems: list };
  }
}

/** What changes when a file does. Before it is read: a change in between must show the next time. */
export function statOf(file: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(file);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    // Missing, or out of reach: whoever reads it says what is wrong, and where.
    return 'none';
  }
}
