import type { RunningSite } from './running.js';

/** Stands for a site that is there and cannot be served: its file has a mistake, and there is no earlier version. */
const CLOSED = Symbol('closed');

/** Finds the site for a host name: the exact name, then the longest wildcard, then the catch-all. */
export class Router {
  readonly #exact = new Map<string, RunningSite | typeof CLOSED>();
  /** By the part after `*.`. */
  readonly #wildcard = new Map<string, RunningSite | typeof CLOSED>();
  #catchAll: RunningSite | typeof CLOSED | null = null;

  /** @param closed hosts of sites that cannot be served */
  constructor(sites: readonly RunningSite[], closed: readonly string[] = []) {
    for (const running of sites) this.add(running);
    for (const host of closed) this.#add(host, CLOSED);
  }

  /** Adds one site more, before the router is in use. */
  add(running: RunningSite): void {
    for (const host of running.site.hosts) this.#add(host, running);
  }

  #add(host: string, site: RunningSite | typeof CLOSED): void {
    if (host === '*') this.#catchAll = site;
    else if (host.startsWith('*.')) this.#wildcard.set(host.slice(2), site);
    else this.#exact.set(host, site);
  }

  /** @param host in lower case, without port; empty when the request names none */
  find(host: string): RunningSite | null {
    const site = this.#lookUp(host);
    return site === CLOSED ? null : site;
  }

  /** True when the host is of a site that cannot be served. */
  isClosed(host: string): boolean {
    return this.#lookUp(host) === CLOSED;
  }

  #lookUp(host: string): RunningSite | typeof CLOSED | null {
    const exact = this.#exact.get(host);
    if (exact !== undefined) return exact;
    if (this.#wildcard.size > 0) {
      for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
        const site = this.#wildcard.get(host.slice(dot + 1));
        if (site !== undefined) return site;
      }
    }
    return this.#catchAll;
  }
}
