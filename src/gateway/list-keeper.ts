import { type FSWatcher, mkdirSync, readFileSync, renameSync, statSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Logger } from 'pino';
import { type ListConfig, statOf } from '../config/index.js';
import { get } from '../fetch/index.js';
import type { AddressList } from '../gate/index.js';
import { loadAside } from './load-aside.js';
import { VERSION } from './version.js';

/** A file is written in several steps: this long after the last of them it is read, in milliseconds. */
const SETTLED = 200;
/** After a failed download it is tried again after this share of the refresh time. */
const RETRY_SHARE = 0.1;

type FileList = ListConfig & { readonly source: Extract<ListConfig['source'], { file: string }> };
type FeedList = ListConfig & { readonly source: Extract<ListConfig['source'], { url: string }> };

export interface ListKeeperParts {
  readonly logger: Logger;
  /** Lists in force. */
  readonly lists: () => ReadonlyMap<string, AddressList>;
  /** Puts a list in force in the place of the one with its name. `stat`: of its file, before it was read. */
  readonly replace: (config: ListConfig, list: AddressList, stat: string) => void;
  /** Counts a list that could not be read or fetched; the old one stays. */
  readonly failed: (list: string) => void;
}

/** What the server said of a copy, beside it on disk. */
interface Copy {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** Keeps lists up to date: files when they change, feeds by the clock. Whatever goes wrong, the list in force stays. */
export class ListKeeper {
  readonly #parts: ListKeeperParts;
  readonly #watchers: FSWatcher[] = [];
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #configs: readonly ListConfig[] = [];
  #closed = false;

  constructor(parts: ListKeeperParts) {
    this.#parts = parts;
  }

  /**
   * Takes the lists of a configuration that is in force now.
   * @returns when every feed without a copy on disk was asked once, whatever came of it
   */
  async update(configs: readonly ListConfig[]): Promise<void> {
    const before = JSON.stringify(this.#configs);
    if (JSON.stringify(configs) === before) return;
    this.#stop();
    this.#configs = configs;
    this.#watch(configs.filter(isFile));
    const feeds = configs.filter(isFeed);
    const missing = feeds.filter(({ source }) => ageOf(source.file) === null);
    for (const feed of feeds) {
      const age = ageOf(feed.source.file);
      if (age !== null) this.#schedule(feed, Math.max(0, feed.source.refresh - age));
    }
    await Promise.all(missing.map(feed => this.#refresh(feed)));
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  #stop(): void {
    for (const watcher of this.#watchers.splice(0)) watcher.close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Folders are watched, not files: who replaces a file puts another one in its place. */
  #watch(lists: readonly FileList[]): void {
    for (const folder of new Set(lists.map(({ source }) => dirname(source.file)))) {
      const within = lists.filter(({ source }) => dirname(source.file) === folder);
      try {
        const watcher = watch(folder, { persistent: false }, (_event, name) => {
          for (const list of within)
            if (name === null || basename(list.source.file) === name) this.#settle(list);
        });
        watcher.on('error', error =>
          this.#parts.logger.warn({ err: error, folder }, 'lists are no longer watched'),
        );
        this.#watchers.push(watcher);
      } catch (error) {
        this.#parts.logger.warn(
          { err: error, folder },
          'lists cannot be watched: send SIGHUP after a change',
        );
      }
    }
  }

  #settle(list: FileList): void {
    clearTimeout(this.#timers.get(list.name));
    this.#timers.set(
      list.name,
      setTimeout(() => void this.#read(list), SETTLED),
    );
  }

  async #read(list: FileList): Promise<void> {
    try {
      // Before it is read: a change in between must show.
      const stat = statOf(list.source.file);
      this.#put(await loadAside(list.name, list.source), list, stat);
    } catch (error) {
      this.#fail(list.name, error, 'a list could not be read, the old one stays');
    }
  }

  #schedule(feed: FeedList, after: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => void this.#refresh(feed), after);
    timer.unref();
    this.#timers.set(feed.name, timer);
  }

  async #refresh(feed: FeedList): Promise<void> {
    const { refresh } = feed.source;
    try {
      await this.#fetch(feed);
      this.#schedule(feed, refresh);
    } catch (error) {
      this.#fail(feed.name, error, 'a feed could not be fetched, the old one stays');
      this.#schedule(feed, Math.max(1_000, refresh * RETRY_SHARE));
    }
  }

  async #fetch(feed: FeedList): Promise<void> {
    const { name, source } = feed;
    const { url, file, shrink, timeout, maxBytes, allowPrivate } = source;
    const copy = copyOf(file, url);
    const known = { etag: copy?.etag ?? null, lastModified: copy?.lastModified ?? null };
    const userAgent = `sekisho/${VERSION}`;
    const result = await get(url, { ...known, timeout, maxBytes, allowPrivate, userAgent });
    if (result.kind === 'unchanged') {
      // The copy is as good as new.
      writeCopy(file, { url, ...known });
      return;
    }
    const next = `${file}.next`;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(next, result.body, { mode: 0o600 });
    const list = await loadAside(name, { ...source, file: next });
    const before = copy === null ? 0 : (this.#parts.lists().get(name)?.size ?? 0);
    if (list.size < before * (1 - shrink))
      throw new Error(
        `${url} has ${list.size} entries and had ${before}: it shrank by more than ${shrink * 100}%`,
      );
    renameSync(next, file);
    writeCopy(file, { url, etag: result.etag, lastModified: result.lastModified });
    this.#put(list.inFile(file), feed, statOf(file));
  }

  /** Unless a reload has come in between. */
  #put(list: AddressList, config: ListConfig, stat: string): void {
    if (!this.#closed && this.#configs.includes(config)) this.#parts.replace(config, list, stat);
  }

  #fail(list: string, error: unknown, what: string): void {
    if (this.#closed) return;
    this.#parts.failed(list);
    this.#parts.logger.error({ err: error, list }, what);
  }
}

function isFile(list: ListConfig): list is FileList {
  return 'file' in list.source && !('url' in list.source);
}

function isFeed(list: ListConfig): list is FeedList {
  return 'url' in list.source;
}

function descriptionOf(file: string): string {
  return `${file}.json`;
}

/** Milliseconds since the copy was last known to be new, or null when there is none that can be reached. */
function ageOf(file: string): number | null {
  try {
    return Math.max(0, Date.now() - statSync(descriptionOf(file)).mtimeMs);
  } catch {
    return null;
  }
}

/** What is known of a copy, or null when there is none, or one of another address. */
function copyOf(file: string, url: string): Copy | null {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
  try {
    const copy = JSON.parse(readFileSync(descriptionOf(file), 'utf8')) as Partial<Copy>;
    if (copy.url !== url) return null;
    return { url, etag: copy.etag ?? null, lastModified: copy.lastModified ?? null };
  } catch {
    return null;
  }
}

function writeCopy(file: string, copy: Copy): void {
  const next = `${descriptionOf(file)}.next`;
  writeFileSync(next, JSON.stringify(copy), { mode: 0o600 });
  renameSync(next, descriptionOf(file));
}
