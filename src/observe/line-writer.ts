import { closeSync, constants, fstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import sonic from 'sonic-boom';

/** Bytes gathered before a write is started. */
const BATCH = 64 * 1024;
/**
 * As much as a pipe takes in one piece (PIPE_BUF of Linux). Several workers share standard output: of a larger write to a pipe
 * that is full, a part would go out, and the line of another process behind it.
 */
const PIPE_BATCH = 4096;
/** Most bytes of UTF-8 that one UTF-16 unit of a string takes. */
const MAX_BYTES_PER_UNIT = 3;
const NEWLINE = 0x0a;
/** Longest time a line waits in memory, in milliseconds. */
const FLUSH_INTERVAL = 500;
/** Most bytes that wait for a slow or full destination; lines beyond are dropped and counted. */
const MAX_WAITING = 4 * 1024 * 1024;
/** How long `close` waits for the last bytes, in milliseconds. */
const CLOSE_TIMEOUT = 2_000;

/** The stream takes bytes in its content mode `buffer`; its types know text only. */
interface ByteStream {
  write(lines: string | Buffer): boolean;
}

export interface LineWriterOptions {
  /** `-` for standard output, or the path of a file, which is created with `mode`, its folder with 0750, and appended to. */
  readonly destination: string;
  /** Permissions of a file that is created. Default 0640: logs hold personal data. */
  readonly mode?: number;
  /** Told of a failed write or reopening, at most once a minute. Never called during the constructor. */
  readonly onError?: (error: Error) => void;
}

/** Fails now, with the reason, rather than later in the background. `O_NONBLOCK`: a pipe without a reader must not hang. */
function assertWritable(file: string, mode: number): void {
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 });
  closeSync(openSync(file, O_APPEND | O_CREAT | O_NONBLOCK | O_WRONLY, mode));
}

/** True when standard output is a pipe. */
function isPipe(): boolean {
  try {
    return fstatSync(1).isFIFO();
  } catch {
    // Closed: nothing can be written, and it does not matter how.
    return false;
  }
}

/**
 * Writes lines in the background. Traffic never waits for it: a destination that is full, slow or gone costs lines,
 * which are counted in `dropped`, never requests. Whole lines are appended at once, so several processes may share a file, or a
 * pipe as long as a line has at most 4096 bytes.
 */
export class LineWriter {
  /** Lines given up so far. */
  dropped = 0;
  readonly #stream: sonic.SonicBoom;
  readonly #bytes: ByteStream;
  readonly #isFile: boolean;
  /** Bytes of a batch. */
  readonly #size: number;
  readonly #timer: NodeJS.Timeout;
  readonly #onError: (error: Error) => void;
  readonly #onExit = (): void => this.#flushSync();
  /**
   * Lines as bytes, not as one growing string: a line is put together from many parts, which are still in the processor's
   * cache when it ends, and are garbage at once.
   */
  #batch: Buffer;
  #batchBytes = 0;
  #batchLines = 0;
  #closing = false;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** @throws Error (of `fs`) when the file cannot be opened for appending */
  constructor({ destination, mode = 0o640, onError = () => {} }: LineWriterOptions) {
    this.#isFile = destination !== '-';
    this.#onError = onError;
    const isOnPipe = !this.#isFile && isPipe();
    this.#size = isOnPipe ? PIPE_BATCH : BATCH;
    this.#batch = Buffer.allocUnsafeSlow(this.#size);
    if (this.#isFile) assertWritable(destination, mode);
    this.#stream = new sonic.SonicBoom({
      dest: this.#isFile ? destination : 1,
      mode,
      contentMode: 'buffer',
      maxLength: MAX_WAITING,
      // The stream joins what waits up to this size.
      ...(isOnPipe ? { maxWrite: PIPE_BATCH } : {}),
      // Retried while running; when closing, a destination that is not ready is given up.
      retryEAGAIN: () => !this.#closing,
    });
    this.#bytes = this.#stream;
    this.#stream.on('error', error => this.#tell(error));
    this.#stream.on('drop', () => {
      this.dropped += this.#batchLines;
    });
    this.#timer = setInterval(() => {
      this.#send();
      // Retries what an earlier, failed write left behind.
      this.#guard(() => this.#stream.flush());
    }, FLUSH_INTERVAL);
    this.#timer.unref();
    process.once('exit', this.#onExit);
  }

  /** @param line without its newline */
  write(line: string): void {
    if (this.#closing) {
      this.dropped++;
      return;
    }
    const most = line.length * MAX_BYTES_PER_UNIT + 1;
    if (most > this.#size - this.#batchBytes) {
      this.#send();
      if (most > this.#size) {
        this.#batchLines = 1;
        this.#hand(Buffer.from(`${line}\n`));
        return;
      }
    }
    this.#batchBytes += this.#batch.write(line, this.#batchBytes);
    this.#batch[this.#batchBytes++] = NEWLINE;
    this.#batchLines++;
  }

  /** Opens the file anew by its name, after a log rotation moved the old one away. Standard output stays as it is. */
  reopen(): void {
    if (!this.#isFile || this.#closing) return;
    this.#send();
    this.#guard(() => this.#stream.reopen());
  }

  /** Writes what waits and closes. A destination that does not take it within two seconds is given up. */
  close(): Promise<void> {
    if (this.#closing) return Promise.resolve();
    this.#send();
    this.#closing = true;
    clearInterval(this.#timer);
    process.off('exit', this.#onExit);
    return new Promise(resolve => {
      const stream = this.#stream;
      const timer = setTimeout(() => finish(), CLOSE_TIMEOUT);
      const finish = (): void => {
        clearTimeout(timer);
        stream.off('close', finish).off('error', finish);
        stream.destroy();
        resolve();
      };
      stream.once('close', finish).once('error', finish);
      if (!this.#guard(() => stream.end())) finish();
    });
  }

  #send(): void {
    if (this.#batchLines === 0) return;
    const batch = this.#batch.subarray(0, this.#batchBytes);
    // The stream may keep what it could not write yet.
    this.#batch = Buffer.allocUnsafeSlow(this.#size);
    this.#batchBytes = 0;
    this.#hand(batch);
  }

  /** Hands lines on, `#batchLines` of them. The stream tells `drop` during this call when it has no room. */
  #hand(lines: Buffer): void {
    const handed = this.#guard(() => this.#bytes.write(lines));
    if (!handed) this.dropped += this.#batchLines;
    this.#batchLines = 0;
  }

  /** A stream whose file could not be opened throws instead of emitting. @returns false when it threw */
  #guard(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      this.#tell(error as Error);
      return false;
    }
  }

  /** The process ends without `close`: what can be written at once still is. */
  #flushSync(): void {
    this.#closing = true;
    try {
      if (this.#batchBytes > 0) this.#bytes.write(this.#batch.subarray(0, this.#batchBytes));
      this.#stream.flushSync();
    } catch {
      // Nobody is left to be told.
    }
  }

  #tell(error: Error): void {
    const now = performance.now();
    if (now - this.#toldAt < 60_000) return;
    this.#toldAt = now;
    this.#onError(error);
  }
}
