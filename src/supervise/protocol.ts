import type { Control } from '../admin/index.js';
import type { Problem } from '../core/index.js';
import type { Family } from '../observe/index.js';

/** What a listening socket is for. */
export type SocketUse = 'http' | 'https' | 'stream';

/** What a worker needs to start; the listening sockets follow in messages of their own. */
export interface StartOrder {
  readonly kind: 'start';
  readonly configFile: string;
  readonly slot: number;
  readonly count: number;
  /** Eight random bytes in hexadecimal, the same for all workers. */
  readonly key: string;
  /** How many sockets follow, in the order of `listen`, and of streams. */
  readonly sockets: Readonly<Record<SocketUse, number>>;
}

/** From the supervisor to a worker. A `socket` message carries the handle. */
export type ToWorker =
  | StartOrder
  | { readonly kind: 'socket'; readonly use: SocketUse }
  | { readonly kind: 'reload'; readonly id: number }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'drain'; readonly deadline: number | null }
  | { readonly kind: 'metrics'; readonly id: number }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | BusMessage;

/** What the supervisor does not know, having no gate and no state. */
export type Question =
  /** Answered with an `Admission`. */
  | { readonly about: 'admission'; readonly address: string | undefined; readonly url: string }
  /** Answered with what `admin.token` is, or null. */
  | { readonly about: 'token' }
  /** An order of an operator; answered with what it gives back. */
  | { readonly about: 'control'; readonly call: keyof Control; readonly input: readonly unknown[] };

/** Whether an address may reach the admin listener. */
export interface Admission {
  readonly admits: boolean;
  /** False when there is no `admin.gate`: everyone may. */
  readonly isGated: boolean;
}

export type Answer =
  | { readonly kind: 'done'; readonly value: unknown }
  /** A `ControlError`. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly message: string;
      readonly details: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** Passed on to every other worker. */
export interface BusMessage {
  readonly kind: 'bus';
  readonly topic: string;
  readonly payload: unknown;
}

/** What a worker tells when it accepts connections. */
export interface WorkerReady {
  readonly kind: 'ready';
  readonly listen: readonly { readonly host: string; readonly port: number }[];
  readonly sites: number;
  readonly rules: number;
  /** What the files it was made of looked like: workers with another fingerprint run another configuration. */
  readonly fingerprint: string;
}

/** Why a worker could not start: mistakes of the operator, or an error of the system or of the program. */
export interface WorkerFailed {
  readonly kind: 'failed';
  readonly problems: readonly Problem[] | null;
  readonly error: PlainError | null;
}

/** An error as it passes between processes. */
export interface PlainError {
  readonly message: string;
  readonly stack: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** Why a worker is not ready, and what is wrong although it serves, for `/readyz`. Replaces what was said before. */
export interface StandingMessage {
  readonly kind: 'standing';
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

/** From a worker to the supervisor. */
export type FromWorker =
  | WorkerReady
  | WorkerFailed
  /** `fingerprint` is of what is in force now, whether or not the reload succeeded. */
  | { readonly kind: 'reloaded'; readonly id: number; readonly ok: boolean; readonly fingerprint: string }
  | StandingMessage
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | {
      readonly kind: 'metrics';
      readonly id: number;
      readonly families: readonly Family[];
      readonly last: boolean;
    }
  | BusMessage;

/** Fields of a system error that tell the operator what to do. */
const FIELDS = ['code', 'errno', 'syscall', 'address', 'port', 'path'] as const;

export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error), stack: String(error), fields: {} };
  const fields: Record<string, string | number> = {};
  for (const name of FIELDS) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === 'string' || typeof value === 'number') fields[name] = value;
  }
  return { message: error.message, stack: error.stack ?? error.message, fields };
}

export function fromPlainError({ message, stack, fields }: PlainError): Error {
  const error = Object.assign(new Error(message), fields);
  error.stack = stack;
  return error;
}
