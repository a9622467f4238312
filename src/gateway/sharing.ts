import type { Logger } from 'pino';
import type { WorkerPlace } from '../core/index.js';
import type { RateTable } from '../gate/index.js';
import { BansFull, type SharedState, type StateOperation } from '../state/index.js';
import type { Offence } from './offence-tally.js';
import type { Offences } from './offences.js';

/** Changes of the state in one message: a worker that starts is told of many. */
const BATCH = 1_000;
/** How often workers tell each other what was taken of rates and counted towards bans, in milliseconds. */
const COUNTS_EVERY = 100;

const STATE = 'state';
const RATES = 'rates';
const OFFENCES = 'offences';

type StateMessage =
  | { readonly kind: 'changes'; readonly operations: readonly StateOperation[] }
  /** Of a worker that has started: it knows nothing but what the journal said. */
  | { readonly kind: 'ask'; readonly leads: boolean };

/**
 * Keeps bans, break-glass, rates and what counts towards bans the same in all workers of the machine: each sends on what begins in
 * it and takes in what comes from the others.
 * @returns ends it
 */
export function shareState(
  state: SharedState,
  rates: RateTable,
  offences: Offences,
  { bus, count, leads }: WorkerPlace,
  logger: Logger,
): () => void {
  if (count === 1) return () => {};
  const tell = (message: StateMessage): void => bus.broadcast(STATE, message);
  const apply = (operation: StateOperation): void => {
    try {
      state.apply(operation);
    } catch (error) {
      if (!(error instanceof BansFull)) throw error;
      logger.warn({ err: error }, 'a ban of another worker was not taken over');
    }
  };
  const answer = async (): Promise<void> => {
    const operations = state.snapshot();
    for (let i = 0; i < operations.length; i += BATCH) {
      tell({ kind: 'changes', operations: operations.slice(i, i + BATCH) });
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  const timer = setInterval(() => {
    const spent = rates.spent();
    if (spent.length > 0) bus.broadcast(RATES, spent);
    const counted = offences.take();
    if (counted.length > 0) bus.broadcast(OFFENCES, counted);
  }, COUNTS_EVERY);
  timer.unref();
  // From here on it is gathered.
  rates.spent();
  offences.share();
  const enders = [
    state.subscribe(operation => tell({ kind: 'changes', operations: [operation] })),
    bus.onMessage(STATE, payload => {
      const message = payload as StateMessage;
      if (message.kind === 'changes') message.operations.forEach(apply);
      // The one that leads knows all; when it is the one that asks, everyone else answers.
      else if (leads || message.leads) void answer();
    }),
    bus.onMessage(RATES, payload => rates.merge(payload as readonly number[])),
    bus.onMessage(OFFENCES, payload => offences.merge(payload as readonly Offence[], leads)),
  ];
  tell({ kind: 'ask', leads });
  return () => {
    clearInterval(timer);
    for (const end of enders) end();
  };
}
