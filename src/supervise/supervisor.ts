import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { type AdminServer, Readiness, startAdmin } from '../admin/index.js';
import type { Config } from '../config/index.js';
import { ProblemsError } from '../core/index.js';
import { METRICS_CONTENT_TYPE, renderFamilies } from '../observe/index.js';
import { AdminOfWorkers } from './admin-of-workers.js';
import { BackOff } from './back-off.js';
import { Collector } from './collector.js';
import { type BusMessage, fromPlainError, type WorkerFailed, type WorkerReady } from './protocol.js';
import type { Sockets } from './sockets.js';
import { WorkerProcess, type WorkerWatcher } from './worker-process.js';

/** How long a worker may take beyond the drain's deadline before it is killed, in milliseconds. */
const GRACE = 5_000;
/** Default of a drain's deadline in a worker, in milliseconds. */
const DRAIN_DEADLINE = 30_000;

export interface SupervisorOptions {
  readonly config: Config;
  /** Worker processes to run. */
  readonly count: number;
  /** Path of the module that a worker runs. */
  readonly program: string;
  readonly sockets: Sockets;
  readonly logger: Logger;
  /** Of the program. */
  readonly version: string;
}

export type AdminOfSupervisor = AdminServer['addresses'];

interface Slot {
  worker: WorkerProcess | null;
  readonly backOff: BackOff;
  timer: NodeJS.Timeout | null;
}

/** Starts worker processes, replaces those that die, and speaks for all of them. No byte of a request passes through it. */
export class Supervisor implements WorkerWatcher {
  readonly #options: SupervisorOptions;
  readonly #slots: readonly Slot[];
  readonly #collector = new Collector();
  readonly #readiness = new Readiness('starting');
  readonly #logger: Logger;
  readonly #key = randomBytes(8).toString('hex');
  #admin: AdminServer | null = null;
  /** Settles when every worker of the first start is ready, or one is not able to start. */
  #started: { resolve: () => void; reject: (error: Error) => void } | null = null;
  #stopping = false;
  #reloading: Promise<boolean> | null = null;
  #reloadAgain = false;
  #emptied: () => void = () => {};

  private constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#logger = options.logger;
    this.#slots = Array.from({ length: options.count }, () => ({
      worker: null,
      backOff: new BackOff(),
      timer: null,
    }));
  }

  /**
   * Starts all workers.
   * @throws ProblemsError, or the error of the system, that kept the first of them from starting; none runs then
   */
  static async start(options: SupervisorOptions): Promise<Supervisor> {
    const supervisor = new Supervisor(options);
    const { config, logger, version } = options;
    const admin = new AdminOfWorkers(() => supervisor.#serving(), config.admin.gate !== null);
    try {
      supervisor.#admin = await startAdmin({
        listen: config.listen.admin,
        admits: (address, url) => admin.admits(address, url),
        api: { control: admin, token: () => admin.token(), version },
        metrics: () => supervisor.#metrics(),
        metricsContentType: METRICS_CONTENT_TYPE,
        readiness: () => supervisor.#reasons(),
        warnings: () => supervisor.#warnings(),
        onError: error => logger.error({ err: error }, 'metrics could not be made'),
      });
      await new Promise<void>((resolve, reject) => {
        supervisor.#started = { resolve, reject };
        for (const index of supervisor.#slots.keys()) supervisor.#fork(index);
      });
      supervisor.#readiness.release('starting');
      return supervisor;
    } catch (error) {
      await supervisor.stop(0);
      throw error;
    } finally {
      supervisor.#started = null;
    }
  }

  /** What the workers say of themselves; they all say the same. */
  get addresses(): WorkerReady['listen'] {
    return this.#live()[0]?.ready?.listen ?? [];
  }

  get counts(): { readonly sites: number; readonly rules: number } {
    return this.#live()[0]?.ready ?? { sites: 0, rules: 0 };
  }

  get adminAddresses(): AdminOfSupervisor {
    return this.#admin?.addresses ?? [];
  }

  /**
   * Lets the workers read everything anew, one after the other, so that never all of them are busy with it. When the first
   * finds something wrong the others are not asked: all keep what they have. A second call during a reload makes one more.
   * @returns whether the new configuration is in force
   */
  reload(): Promise<boolean> {
    if (this.#reloading !== null) {
      this.#reloadAgain = true;
      return this.#reloading;
    }
    this.#reloading = this.#reloadAll().finally(() => {
      this.#reloading = null;
    });
    return this.#reloading;
  }

  reopenLogs(): void {
    for (const worker of this.#live()) worker.reopenLogs();
  }

  /** Drains all workers. @param deadline milliseconds, after which connections are cut; null: the default */
  async stop(deadline: number | null = null): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#readiness.hold('draining');
    for (const slot of this.#slots) if (slot.timer !== null) clearTimeout(slot.timer);
    const emptied = new Promise<void>(resolve => {
      this.#emptied = resolve;
    });
    for (const worker of this.#live()) worker.drain(deadline);
    // Here too: a connection that nobody accepts must be refused, not wait.
    this.#options.sockets.close();
    const killer = setTimeout(
      () => {
        for (const worker of this.#live()) worker.kill();
      },
      (deadline ?? DRAIN_DEADLINE) + GRACE,
    );
    if (this.#live().length > 0) await emptied;
    clearTimeout(killer);
    await this.#admin?.close();
  }

  ready(worker: WorkerProcess): void {
    if (this.#started === null) {
      this.#logger.info({ worker: worker.slot, workerPid: worker.pid }, 'a worker was replaced');
      this.#warnOfDifference();
    } else if (this.#slots.every(slot => slot.worker?.ready != null)) this.#started.resolve();
  }

  failed(worker: WorkerProcess, { problems, error }: WorkerFailed): void {
    const failure = problems === null ? fromPlainError(error ?? unknownError()) : new ProblemsError(problems);
    if (this.#started !== null) {
      this.#started.reject(failure);
      return;
    }
    const what = problems === null ? { err: failure } : { problems };
    this.#logger.error({ ...what, worker: worker.slot }, 'a worker cannot start');
  }

  bus(sender: WorkerProcess, message: BusMessage): void {
    for (const worker of this.#live()) if (worker !== sender) worker.tell(message);
  }

  exited(worker: WorkerProcess, code: number | null, signal: NodeJS.Signals | null): void {
    const slot = this.#slots[worker.slot];
    if (slot.worker === worker) slot.worker = null;
    this.#collector.retire(worker, !this.#stopping);
    if (this.#stopping) {
      if (this.#live().length === 0) this.#emptied();
      return;
    }
    const lived = performance.now() - worker.startedAt;
    if (this.#started !== null) {
      this.#started.reject(new Error(`a worker ended while it started (${signal ?? `status ${code}`})`));
      return;
    }
    const wait = slot.backOff.afterDeath(lived);
    this.#logger.error(
      { worker: worker.slot, workerPid: worker.pid, code, signal, lived: Math.round(lived), wait },
      'a worker died and will be replaced',
    );
    slot.timer = setTimeout(() => this.#fork(worker.slot), wait);
  }

  #fork(index: number): void {
    const { config, count, program, sockets } = this.#options;
    const worker = new WorkerProcess(program, index, this);
    this.#slots[index].worker = worker;
    worker.start(
      {
        kind: 'start',
        configFile: config.file,
        slot: index,
        count,
        key: this.#key,
        sockets: { http: sockets.http.length, https: sockets.https.length, stream: sockets.stream.length },
      },
      sockets,
    );
  }

  /** Those that accept connections, the one that leads first. */
  #serving(): WorkerProcess[] {
    return this.#live().filter(({ ready }) => ready !== null);
  }

  #live(): WorkerProcess[] {
    return this.#slots.flatMap(({ worker }) => (worker === null ? [] : [worker]));
  }

  async #reloadAll(): Promise<boolean> {
    let ok: boolean;
    do {
      this.#reloadAgain = false;
      ok = await this.#reloadOnce();
    } while (this.#reloadAgain && !this.#stopping);
    return ok;
  }

  async #reloadOnce(): Promise<boolean> {
    let done = 0;
    for (const worker of this.#serving()) {
      const ok = await worker.reload();
      if (ok === false) {
        this.#warnOfDifference();
        return false;
      }
      if (ok === true) done++;
    }
    this.#logger.info({ workers: done }, 'reloaded');
    return true;
  }

  /** A worker that was replaced has read the files as they are now, and a reload may succeed in a part of the workers. */
  #warnOfDifference(): void {
    if (this.#isUniform()) return;
    this.#logger.error(
      'workers run different configurations, because files have changed since the last reload: reload',
    );
  }

  #isUniform(): boolean {
    const fingerprints = this.#live().flatMap(({ fingerprint }) => fingerprint ?? []);
    return new Set(fingerprints).size <= 1;
  }

  async #metrics(): Promise<string> {
    return renderFamilies(await this.#collector.collect(this.#live(), this.#slots.length));
  }

  #reasons(): readonly string[] {
    const reasons = this.#readiness.reasons();
    if (reasons.length > 0) return reasons;
    const serving = this.#serving();
    if (serving.length === 0) return ['no worker accepts connections'];
    // What is done once on a machine, as feeds that were never fetched yet, is known where it is done.
    return serving.find(({ slot }) => slot === 0)?.reasons ?? [];
  }

  #warnings(): readonly string[] {
    const missing = this.#slots.length - this.#serving().length;
    const warnings = new Set(this.#readiness.warnings());
    if (missing > 0) warnings.add(`${missing} of ${this.#slots.length} workers do not run`);
    if (!this.#isUniform() && this.#reloading === null)
      warnings.add('workers run different configurations: reload');
    for (const worker of this.#live()) for (const warning of worker.warnings) warnings.add(warning);
    return [...warnings];
  }
}

function unknownError(): { message: string; stack: string; fields: Record<string, string> } {
  return { message: 'a worker could not start', stack: '', fields: {} };
}
