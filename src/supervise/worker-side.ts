import { type Control, ControlError } from '../admin/index.js';
import type { MessageBus, WorkerPlace } from '../core/index.js';
import { ProblemsError } from '../core/index.js';
import type { Family } from '../observe/index.js';
import {
  type Admission,
  type Answer,
  type FromWorker,
  type Question,
  type SocketUse,
  type StartOrder,
  type ToWorker,
  toPlainError,
  type WorkerReady,
} from './protocol.js';

export type { StartOrder };

/** What the supervisor can ask of a worker. */
export interface WorkerActions {
  /** Starts serving. @throws what keeps it from it */
  start(order: StartOrder, handles: Handles, place: WorkerPlace): Promise<Omit<WorkerReady, 'kind'>>;
  reload(): Promise<{ readonly ok: boolean; readonly fingerprint: string }>;
  reopenLogs(): void;
  metrics(): Promise<readonly Family[]>;
  admits(address: string | undefined, url: string): Admission;
  /** `admin.token`, as it is in force. */
  token(): string | null;
  /** Carries out orders of operators; null before the start. */
  control(): Control | null;
  /** Finishes what is under way, then ends the process. @param deadline milliseconds, null for the default */
  drain(deadline: number | null): void;
}

/** Listening sockets, to be given to `server.listen({ handle })`. */
export interface Handles {
  readonly http: readonly object[];
  readonly https: readonly object[];
  /** Of streams, in the order of their addresses. */
  readonly stream: readonly object[];
}

/** Samples in one message: copying 100,000 at once would hold up requests for 100 ms. */
const SAMPLES_PER_MESSAGE = 2_000;

/** The worker's end of the line to its supervisor. */
export class WorkerSide {
  readonly #actions: WorkerActions;
  readonly #listeners = new Map<string, Set<(payload: unknown) => void>>();
  readonly #handles: Record<SocketUse, object[]> = { http: [], https: [], stream: [] };
  #order: StartOrder | null = null;

  constructor(actions: WorkerActions) {
    this.#actions = actions;
    process.on('message', (message, handle) =>
      this.#receive(message as ToWorker, handle as object | undefined),
    );
    // The supervisor is gone: nobody would replace this worker, reload it or stop it any more.
    process.once('disconnect', () => actions.drain(null));
  }

  /** Tells why the worker is not ready, and what is wrong although it serves. */
  stand(reasons: readonly string[], warnings: readonly string[]): void {
    this.#send({ kind: 'standing', reasons, warnings });
  }

  #receive(message: ToWorker, handle: object | undefined): void {
    switch (message.kind) {
      case 'start':
        this.#order = message;
        this.#startWhenComplete();
        break;
      case 'socket':
        if (handle !== undefined) this.#handles[message.use].push(handle);
        this.#startWhenComplete();
        break;
      case 'reload':
        void this.#actions.reload().then(result => {
          this.#send({ kind: 'reloaded', id: message.id, ...result });
        });
        break;
      case 'reopen':
        this.#actions.reopenLogs();
        break;
      case 'drain':
        this.#actions.drain(message.deadline);
        break;
      case 'ask':
        void this.#answer(message.question).then(answer => {
          this.#send({ kind: 'answer', id: message.id, answer });
        });
        break;
      case 'metrics':
        void this.#sendMetrics(message.id);
        break;
      case 'bus':
        for (const listener of this.#listeners.get(message.topic) ?? []) listener(message.payload);
        break;
    }
  }

  #startWhenComplete(): void {
    const order = this.#order;
    if (order === null) return;
    const { http, https, stream } = this.#handles;
    const { sockets } = order;
    if (http.length < sockets.http || https.length < sockets.https || stream.length < sockets.stream) return;
    const place: WorkerPlace = {
      slot: order.slot,
      count: order.count,
      bus: this.#bus(),
      key: Buffer.from(order.key, 'hex'),
      leads: order.slot === 0,
    };
    this.#actions.start(order, this.#handles, place).then(
      ready => this.#send({ kind: 'ready', ...ready }),
      (error: unknown) => {
        const problems = error instanceof ProblemsError ? error.problems : null;
        this.#send({ kind: 'failed', problems, error: problems === null ? toPlainError(error) : null });
        this.#actions.drain(0);
      },
    );
  }

  async #answer(question: Question): Promise<Answer> {
    try {
      return { kind: 'done', value: await this.#find(question) };
    } catch (error) {
      if (!(error instanceof ControlError)) return { kind: 'failed', error: toPlainError(error) };
      const { status, message, details } = error;
      return { kind: 'refused', status, message, details };
    }
  }

  #find(question: Question): unknown {
    if (question.about === 'token') return this.#actions.token();
    if (question.about === 'admission') return this.#actions.admits(question.address, question.url);
    const control = this.#actions.control();
    if (control === null) throw new ControlError(503, 'the worker is starting: try again');
    return Reflect.apply(control[question.call], control, question.input);
  }

  #bus(): MessageBus {
    return {
      broadcast: (topic, payload) => this.#send({ kind: 'bus', topic, payload }),
      onMessage: (topic, listener) => {
        const listeners = this.#listeners.get(topic) ?? new Set();
        this.#listeners.set(topic, listeners.add(listener));
        return () => listeners.delete(listener);
      },
    };
  }

  async #sendMetrics(id: number): Promise<void> {
    let part: Family[] = [];
    let room = SAMPLES_PER_MESSAGE;
    const send = (last: boolean): void => {
      this.#send({ kind: 'metrics', id, families: part, last });
      part = [];
      room = SAMPLES_PER_MESSAGE;
    };
    for (const family of await this.#actions.metrics()) {
      for (let start = 0; start === 0 || start < family.samples.length; ) {
        const samples = family.samples.slice(start, start + room);
        part.push({ ...family, samples });
        start += Math.max(1, samples.length);
        room -= samples.length;
        if (room > 0) continue;
        send(false);
        await new Promise(resolve => setImmediate(resolve));
      }
    }
    send(true);
  }

  #send(message: FromWorker): void {
    if (process.connected) process.send?.(message, undefined, undefined, () => {});
  }
}
