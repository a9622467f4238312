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
  | BusMessage;

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

/** From a worker to the supervisor. */
export type FromWorker =
  | WorkerReady
  | WorkerFailed
  /** `fingerprint` is of what is in force now, whether or not the reload succeeded. */
  | { readonly kind: 'reloaded'; readonly id: number; readonly ok: boolean; readonly fingerprint: string }
  /** What is wrong although it serves, for `/readyz`. Replaces what was said before. */
  | { readonly kind: 'warnings'; readonly warnings: readonly string[] }
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
