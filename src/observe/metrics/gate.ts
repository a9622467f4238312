import { BoundedCounter } from './bounded-counter.js';
import type { Family } from './family.js';
import { counter } from './site-counters.js';

/** How many hold now. */
export interface GateState {
  readonly bans: number;
  readonly openings: number;
}

/** Most distinct events that have a series of their own. */
const MAX_NAMES = 64;

/** Numbers of bans, break-glass and orders of operators. */
export class GateMetrics {
  readonly #events = new BoundedCounter(MAX_NAMES);
  #read: () => GateState = () => ({ bans: 0, openings: 0 });

  /** @param read tells what holds at a scrape */
  setState(read: () => GateState): void {
    this.#read = read;
  }

  /** An order, or a ban that followed from events. @param name closed set: `ban`, `auto-ban`, `open`, … */
  countEvent(name: string): void {
    this.#events.add(name);
  }

  families(): Family[] {
    const { bans, openings } = this.#read();
    const name = 'sekisho_gate_events_total';
    return [
      gauge('sekisho_bans', 'Addresses and networks that are banned now.', bans),
      gauge('sekisho_openings', 'Openings by break-glass that hold now.', openings),
      counter(name, 'Bans, break-glass and orders of operators.', this.#events.samples(name, 'event')),
    ];
  }
}

/** Every process has all of the shared state: the largest number is the one that is right. */
function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', combine: 'max', samples: [[name, value]] };
}
