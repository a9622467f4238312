import { type ChildProcess, fork, type SendHandle } from 'node:child_process';
import type { Family } from '../observe/index.js';
import type {
  Answer,
  BusMessage,
  FromWorker,
  Question,
  StartOrder,
  ToWorker,
  WorkerFailed,
  WorkerReady,
} from './protocol.js';
import type { Sockets } from './sockets.js';

/** Longest wait for a worker's numbers, in milliseconds: a scrape must not hang on one that is busy. */
const METRICS_TIMEOUT = 5_000;

/** Who is told what a worker process does. */
export interface WorkerWatcher {
  ready(worker: WorkerProcess, message: WorkerReady): void;
  failed(worker: WorkerProcess, message: WorkerFailed): void;
  bus(worker: WorkerProcess, message: BusMessage): void;
  /** The last word, whatever it died of. */
  exited(worker: WorkerProcess, code: number | null, signal: NodeJS.Signals | null): void;
}

/** One worker process, seen from the supervisor. */
export class WorkerProcess {
  readonly startedAt = performance.now();
  /** Null until it accepts connections. */
  ready: WorkerReady | null = null;
  reasons: readonly string[] = [];
  warnings: readonly string[] = [];
  /** Of the configuration it runs; null until it is ready. */
  fingerprint: string | null = null;
  readonly #child: ChildProcess;
  readonly #reloads = new Map<number, (ok: boolean | null) => void>();
  readonly #scrapes = new Map<number, { families: Family[]; done: (families: Family[] | null) => void }>();
  readonly #questions = new Map<number, (answer: Answer | null) => void>();
  #nextId = 1;

  /** @param program path of the worker's module */
  constructor(
    program: string,
    readonly slot: number,
    watcher: WorkerWatcher,
  ) {
    // `advanced`: numbers that JSON has no word for (NaN, Infinity) and Maps pass as they are.
    this.#child = fork(program, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child
      .on('message', message => this.#receive(message as FromWorker, watcher))
      // A message to a process that is gone; its exit is told all the same.
      .on('error', () => {})
      .once('exit', (code, signal) => {
        for (const done of this.#reloads.values()) done(null);
        for (const { done } of this.#scrapes.values()) done(null);
        for (const done of this.#questions.values()) done(null);
        watcher.exited(this, code, signal);
      });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  start(order: StartOrder, sockets: Sockets): void {
    this.#send(order);
    for (const use of ['http', 'https', 'stream'] as const) {
      for (const handle of sockets[use]) this.#send({ kind: 'socket', use }, handle);
    }
  }

  /** @returns null when it died before it answered */
  reload(): Promise<boolean | null> {
    return new Promise(resolve => {
      const id = this.#nextId++;
      this.#reloads.set(id, ok => {
        this.#reloads.delete(id);
        resolve(ok);
      });
      if (!this.#send({ kind: 'reload', id })) this.#reloads.get(id)?.(null);
    });
  }

  /** @returns null when it has died or does not answer in time */
  metrics(): Promise<Family[] | null> {
    return new Promise(resolve => {
      const id = this.#nextId++;
      const timer = setTimeout(() => this.#scrapes.get(id)?.done(null), METRICS_TIMEOUT);
      const done = (families: Family[] | null): void => {
        clearTimeout(timer);
        this.#scrapes.delete(id);
        resolve(families);
      };
      this.#scrapes.set(id, { families: [], done });
      if (!this.#send({ kind: 'metrics', id })) done(null);
    });
  }

  /** @param timeout milliseconds; null: as long as it takes @returns null when it has died, or does not answer in time */
  ask(question: Question, timeout: number | null): Promise<Answer | null> {
    return new Promise(resolve => {
      const id = this.#nextId++;
      const timer = timeout === null ? undefined : setTimeout(() => done(null), timeout);
      const done = (answer: Answer | null): void => {
        clearTimeout(timer);
        this.#questions.delete(id);
        resolve(answer);
      };
      this.#questions.set(id, done);
      if (!this.#send({ kind: 'ask', id, question })) done(null);
    });
  }

  reopenLogs(): void {
    this.#send({ kind: 'reopen' });
  }

  tell(message: BusMessage): void {
    this.#send(message);
  }

  drain(deadline: number | null): void {
    this.#send({ kind: 'drain', deadline });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #receive(message: FromWorker, watcher: WorkerWatcher): void {
    switch (message.kind) {
      case 'ready':
        this.ready = message;
        this.fingerprint = message.fingerprint;
        watcher.ready(this, message);
        break;
      case 'failed':
        watcher.failed(this, message);
        break;
      case 'reloaded':
        this.fingerprint = message.fingerprint;
        this.#reloads.get(message.id)?.(message.ok);
        break;
      case 'standing':
        this.reasons = message.reasons;
        this.warnings = message.warnings;
        break;
      case 'answer':
        this.#questions.get(message.id)?.(message.answer);
        break;
      case 'metrics': {
        const scrape = this.#scrapes.get(message.id);
        if (scrape === undefined) break;
        scrape.families.push(...message.families);
        if (message.last) scrape.done(scrape.families);
        break;
      }
      case 'bus':
        watcher.bus(this, message);
        break;
    }
  }

  /** @returns false when the process is gone */
  #send(message: ToWorker, handle?: object): boolean {
    if (!this.#child.connected) return false;
    // A listening handle may be sent (`net.Native` in Node.js); its types know only servers and sockets.
    this.#child.send(message, handle as SendHandle | undefined, () => {});
    return true;
  }
}
