import type { Client } from './client.js';
import type { RequestHead } from './request.js';
import type { Verdict } from './verdict.js';

/** What the gate may look at besides the client: never the body. */
export interface GateRequest {
  /** Normalised path; `/` for a raw TCP connection. */
  readonly path: string;
  /** Other paths that an upstream may read out of the same target (`parse/readings.ts`). Default: none. */
  readonly readings?: readonly string[];
  /** Headers, for rates that are kept by one of them. Default: none, as on a raw TCP connection. */
  readonly head?: RequestHead | null;
}

/** The compiled gate of one site. Synchronous and total: it answers for every client and never throws. */
export interface Gate {
  check(client: Client, request: GateRequest): Verdict;
  /** Whether `check` wants the request's `head`. */
  readonly readsHead: boolean;
}
