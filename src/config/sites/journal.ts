import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problems } from '../../core/index.js';
import { jsonSchemaText } from '../json-schema.js';
import { knownSource } from '../read.js';
import { readVersion, type SiteVersion, type WrittenSite } from './version.js';

const NAME = 'sites.jsonl';
/** Versions written at once: more would hold up requests. */
const BATCH = 50;
/** Lines beyond those of the newest versions after which the file is written anew. */
const MOST_SPARE = 1_000;

/** One line: what it was read by, the file, its text, its values, and what the schema made of them. */
type Line = readonly [reader: string, file: string, text: string, value: unknown, written: WrittenSite];

/**
 * The versions of sites that were in force, in a file: one line each, newer ones behind older ones. It is what a site with a
 * mistake stays on through a restart, and it saves parsing what has not changed. Only the newest line of each site counts, and one
 * that is torn or of another release is passed over or parsed again: nothing depends on it being complete.
 */
export class SiteJournal {
  readonly #file: string;
  readonly #onError: (error: Error) => void;
  /** Lines of the file. */
  #lines = 0;
  #writing: Promise<void> = Promise.resolve();
  readonly #isWriter: boolean;
  readonly #reader: string;

  /**
   * @param folder is made, for this user alone, when it is not there
   * @param release of the program: what another one made of a text is not taken over
   * @param isWriter false: another process on this machine writes it
   * @param onError told when it cannot be written
   * @throws Error (of `fs`) when the folder cannot be made
   */
  constructor(folder: string, release: string, isWriter: boolean, onError: (error: Error) => void) {
    this.#file = join(folder, NAME);
    this.#isWriter = isWriter;
    this.#reader = createHash('sha256').update(release).update(jsonSchemaText()).digest('base64url');
    this.#onError = onError;
    if (isWriter) mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** The newest version of each site. */
  versions(): Iterable<SiteVersion> {
    const newest = new Map<string, SiteVersion>();
    if (!existsSync(this.#file)) return newest.values();
    for (const text of readFileSync(this.#file, 'utf8').split('\n')) {
      this.#lines++;
      const version = versionOf(text, this.#reader);
      if (version !== null) newest.set(version.file, version);
    }
    return newest.values();
  }

  /** @param changed versions that are new @param all the newest of every site */
  record(changed: readonly SiteVersion[], all: ReadonlyMap<string, SiteVersion>): void {
    if (!this.#isWriter || changed.length === 0) return;
    this.#lines += changed.length;
    const rewrite = this.#lines > 2 * all.size + MOST_SPARE;
    const versions = rewrite ? [...all.values()] : changed;
    if (rewrite) this.#lines = all.size;
    this.#writing = this.#writing.then(() => this.#write(versions, rewrite)).catch(this.#onError);
  }

  close(): Promise<void> {
    return this.#writing;
  }

  async #write(versions: readonly SiteVersion[], rewrite: boolean): Promise<void> {
    const file = rewrite ? `${this.#file}.new` : this.#file;
    const options = { mode: 0o600 };
    if (rewrite) await writeFile(file, '', options);
    else if (existsSync(file)) chmodSync(file, 0o600);
    for (let i = 0; i < versions.length; i += BATCH) {
      const lines = versions.slice(i, i + BATCH).map(({ file: path, text, source, written }) => {
        const line: Line = [this.#reader, path, text, source.value, written];
        return `${JSON.stringify(line)}\n`;
      });
      await appendFile(file, lines.join(''), options);
    }
    if (rewrite) renameSync(file, this.#file);
  }
}

/** @returns null when the line says nothing that can be used */
function versionOf(text: string, reader: string): SiteVersion | null {
  if (text === '') return null;
  try {
    const [by, file, content, value, written] = JSON.parse(text) as Line;
    if (by === reader) {
      return { file, text: content, source: knownSource(file, content, value), written };
    }
    const read = readVersion(file, content, new Problems());
    return 'version' in read ? read.version : null;
  } catch {
    return null;
  }
}
