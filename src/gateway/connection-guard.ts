import { readAddress } from '../client/index.js';
import { Caller } from '../gate/index.js';
import { AddressMap } from '../state/index.js';
import type { Running } from './running.js';

/** Most sites that are asked before TLS: beyond, each connection would cost too much. */
const MOST_SITES = 64;

/** Why a connection is closed before anything is read from it. */
export type ConnectionFault = 'gate-refused' | 'connections-per-address';

/**
 * Judges connections by nothing but where they come from: how many one address has open (of IPv6 the /64), and whether every
 * site would close it anyway. Trusted proxies are passed over: they bring many clients.
 */
export class ConnectionGuard {
  readonly #open = new AddressMap<number>();
  readonly #caller = new Caller();
  readonly #running: () => Running;

  constructor(running: () => Running) {
    this.#running = running;
  }

  /**
   * @param text `remoteAddress` of the socket
   * @returns why it is closed; or what to call when it has closed; null when it is not counted
   */
  enter(text: string | undefined): ConnectionFault | (() => void) | null {
    const running = this.#running();
    const limit = running.config.limits.connectionsPerAddress;
    if (limit === null && running.closing === null) return null;
    const caller = this.#caller;
    const family = text === undefined ? 0 : readAddress(text, 0, text.length, caller.words, 0);
    // An address that cannot be read is refused where the request is answered.
    if (family === 0) return null;
    caller.family = family;
    const { address } = caller;
    if (running.trust.trusts(address)) return null;
    caller.country = running.geo.lookupWords(family, caller.words);
    if (running.closing?.every(gate => gate.refusesAddress(caller)) === true) return 'gate-refused';
    if (limit === null) return null;
    const words = [...caller.words];
    const count = this.#open.get(family, words) ?? 0;
    if (count >= limit) return 'connections-per-address';
    this.#open.set(family, words, count + 1);
    return () => {
      const left = (this.#open.get(family, words) ?? 1) - 1;
      if (left > 0) this.#open.set(family, words, left);
      else this.#open.delete(family, words);
    };
  }

  /** Addresses with connections that are counted. */
  get size(): number {
    return this.#open.size;
  }
}

/** Gates that are asked before TLS; null: none, because some site shows a page, or there are too many. */
export function closingGates(sites: Running['sites']): Running['closing'] {
  if (sites.length === 0 || sites.length > MOST_SITES) return null;
  return sites.every(({ gate }) => gate.closes) ? sites.map(({ gate }) => gate) : null;
}
