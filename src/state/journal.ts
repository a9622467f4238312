import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { readOperation, type StateOperation } from './operation.js';

/** Operations appended before the journal is written anew, beyond twice what is kept. */
const SLACK = 1_000;
/** Largest journal that is read. */
const MOST_BYTES = 256 * 1024 * 1024;

/** What a journal held. */
export interface JournalContent {
  readonly operations: readonly StateOperation[];
  /** Lines that could not be read, e.g. the last one after a crash. */
  readonly damaged: number;
}

/** Reads a journal; one that is not there is empty. @throws Error of `fs` */
export function readJournal(file: string): JournalContent {
  let text: string;
  try {
    const bytes = readFileSync(file);
    if (bytes.length > MOST_BYTES)
      throw new Error(`${file} has ${bytes.length} bytes, more than ${MOST_BYTES}`);
    text = bytes.toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { operations: [], damaged: 0 };
    throw error;
  }
  const operations: StateOperation[] = [];
  let damaged = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const operation = parseLine(line);
    if (operation === null) damaged++;
    else operations.push(operation);
  }
  return { operations, damaged };
}

function parseLine(line: string): StateOperation | null {
  try {
    return readOperation(JSON.parse(line));
  } catch {
    return null;
  }
}

/**
 * Keeps state across restarts: a file of mode 0600 with an operation a line. Changes are appended in the background;
 * when it has grown it is written anew into a second file that takes its place, so that a crash leaves one or the other.
 */
export class Journal {
  readonly #file: string;
  readonly #snapshot: () => readonly StateOperation[];
  readonly #onError: (error: Error) => void;
  #handle: FileHandle;
  #waiting = '';
  #appended = 0;
  #kept: number;
  #writing: Promise<void> | null = null;

  private constructor(
    file: string,
    handle: FileHandle,
    kept: number,
    snapshot: () => readonly StateOperation[],
    onError: (error: Error) => void,
  ) {
    this.#file = file;
    this.#handle = handle;
    this.#kept = kept;
    this.#snapshot = snapshot;
    this.#onError = onError;
  }

  /**
   * Writes the state as it is and takes what follows.
   * @param snapshot operations that make the state of this moment
   * @param onError told when something could not be written; what is in force stays in force
   * @throws Error of `fs` when the file cannot be written
   */
  static async open(
    file: string,
    snapshot: () => readonly StateOperation[],
    onError: (error: Error) => void,
  ): Promise<Journal> {
    const operations = snapshot();
    replace(file, operations);
    return new Journal(file, await open(file, 'a', 0o600), operations.length, snapshot, onError);
  }

  append(operation: StateOperation): void {
    this.#waiting += `${JSON.stringify(operation)}\n`;
    this.#appended++;
    this.#writing ??= this.#write();
  }

  /** Writes what waits and closes the file. */
  async close(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    await this.#handle.close();
  }

  async #write(): Promise<void> {
    // Operations of one turn of the event loop go out together.
    await new Promise(resolve => setImmediate(resolve));
    try {
      while (this.#waiting !== '') {
        const text = this.#waiting;
        this.#waiting = '';
        if (this.#appended > 2 * this.#kept + SLACK) await this.#compact();
        else await this.#handle.appendFile(text);
      }
    } catch (error) {
      this.#onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#writing = null;
    }
  }

  async #compact(): Promise<void> {
    const operations = this.#snapshot();
    replace(this.#file, operations);
    this.#kept = operations.length;
    this.#appended = 0;
    const before = this.#handle;
    this.#handle = await open(this.#file, 'a', 0o600);
    await before.close();
  }
}

/** Writes a whole new file and puts it in the place of the old one. */
function replace(file: string, operations: readonly StateOperation[]): void {
  const next = `${file}.next`;
  const handle = openSync(next, 'w', 0o600);
  try {
    chmodSync(next, 0o600);
    for (const operation of operations) writeSync(handle, `${JSON.stringify(operation)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}
