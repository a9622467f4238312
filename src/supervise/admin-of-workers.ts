import {
  type ApplyOrder,
  type BanOrder,
  type BanView,
  type Control,
  ControlError,
  type OpeningView,
  type OpenOrder,
  type TrialView,
} from '../admin/index.js';
import { type Admission, type Answer, fromPlainError, type Question } from './protocol.js';
import type { WorkerProcess } from './worker-process.js';

/** Longest wait for who may call, in milliseconds: it is asked at every request to the admin listener. */
const PATIENCE = 5_000;

/** Calls that only the worker that leads can answer: a trial is in its memory. */
const OF_THE_LEADER: ReadonlySet<keyof Control> = new Set(['trial', 'apply', 'confirm', 'rollBack']);

/**
 * The admin API in a process that has neither a gate nor the state: it asks a worker. All of them know bans and openings and
 * tell each other of changes; the one that leads is preferred, because it also writes them down.
 */
export class AdminOfWorkers implements Control {
  readonly #workers: () => readonly WorkerProcess[];
  /** Whether there was an `admin.gate` when that was last known. */
  #isGated: boolean;

  /** @param workers those that serve @param isGated whether the configuration of the start has an `admin.gate` */
  constructor(workers: () => readonly WorkerProcess[], isGated: boolean) {
    this.#workers = workers;
    this.#isGated = isGated;
  }

  /**
   * Whether an address may reach the admin listener. Where no worker can tell, everyone may unless there is an `admin.gate`.
   * @throws ControlError 503
   */
  async admits(address: string | undefined, url: string): Promise<boolean> {
    const admission = (await this.#askAny({ about: 'admission', address, url })) as Admission | undefined;
    if (admission !== undefined) {
      this.#isGated = admission.isGated;
      return admission.admits;
    }
    if (this.#isGated) throw new ControlError(503, 'no worker runs, and only a worker can ask admin.gate');
    return true;
  }

  /** `admin.token`, as it is in force. @throws ControlError 503 */
  async token(): Promise<string | null> {
    const token = await this.#askAny({ about: 'token' });
    if (token === undefined) throw new ControlError(503, 'no worker runs that could answer: try again');
    return token as string | null;
  }

  bans(): Promise<BanView[]> {
    return this.#call('bans');
  }

  ban(order: BanOrder, by: string): Promise<BanView> {
    return this.#call('ban', order, by);
  }

  unban(what: { readonly address: string; readonly site: string | null }, by: string): Promise<number> {
    return this.#call('unban', what, by);
  }

  openings(): Promise<OpeningView[]> {
    return this.#call('openings');
  }

  open(order: OpenOrder, by: string): Promise<OpeningView> {
    return this.#call('open', order, by);
  }

  close(id: string, by: string): Promise<boolean> {
    return this.#call('close', id, by);
  }

  trial(): Promise<TrialView> {
    return this.#call('trial');
  }

  apply(order: ApplyOrder, by: string): Promise<TrialView> {
    return this.#call('apply', order, by);
  }

  confirm(by: string): Promise<TrialView> {
    return this.#call('confirm', by);
  }

  rollBack(by: string): Promise<TrialView> {
    return this.#call('rollBack', by);
  }

  /** An order is given once: whether a worker that died had carried it out, nobody knows. */
  async #call<T>(call: keyof Control, ...input: readonly unknown[]): Promise<T> {
    const worker = this.#workers().find(({ slot }) => slot === 0 || !OF_THE_LEADER.has(call));
    if (worker === undefined) throw new ControlError(503, 'no worker runs that could do this: try again');
    const answer = await worker.ask({ about: 'control', call, input }, null);
    if (answer === null)
      throw new ControlError(503, 'the worker died before it answered: look whether it was done');
    return readAnswer(answer) as T;
  }

  /** @returns undefined when nobody answers */
  async #askAny(question: Question): Promise<unknown> {
    for (const worker of this.#workers()) {
      const answer = await worker.ask(question, PATIENCE);
      if (answer !== null) return readAnswer(answer);
    }
    return undefined;
  }
}

function readAnswer(answer: Answer): unknown {
  if (answer.kind === 'done') return answer.value;
  if (answer.kind === 'failed') throw fromPlainError(answer.error);
  throw new ControlError(answer.status, answer.message, answer.details);
}
