import type { RunningSite } from './running.js';

/** Finds the site for a host name: the exact name, then the longest wildcard, then the catch-all. */
export class Router {
  readonly #exact = new Map<string, RunningSite>();
  /** By the part after `*.`. */
  readonly #wildcard = new Map<string, RunningSite>();
  readonly #catchAll: RunningSite | null;

  constructor(sites: readonly RunningSite[]) {
    let catchAll: RunningSite | null = null;
    for (const running of sites) {
      for (const host of running.site.hosts) {
        if (host === '*') catchAll = running;
        else if (host.startsWith('*.')) this.#wildcard.set(host.slice(2), running);
        else this.#exact.set(host, running);
      }
    }
    this.#catchAll = catchAll;
  }

  /** @param host in lower case, without port; empty when the request names none */
  find(host: string): RunningSite | null {
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
