import type { Site } from '../core/index.js';
import { createForwarder, type Forwarder } from '../forward/index.js';

/**
 * Forwarders by upstream and timeouts: sites with the same upstream share its connections, and a reload keeps the
 * connections of upstreams that stay.
 */
export class Forwarders {
  readonly #open = new Map<string, Forwarder>();

  /** Forwarders for these sites, in their order. @returns also what to do once the sites are in force */
  prepare(sites: readonly Site[]): { readonly forwarders: readonly Forwarder[]; readonly commit: () => void } {
    const wanted = new Map<string, Forwarder>();
    const forwarders = sites.map(site => {
      const key = keyOf(site);
      let forwarder = wanted.get(key) ?? this.#open.get(key);
      forwarder ??= createForwarder({ origin: site.upstream, timeouts: site.timeouts });
      wanted.set(key, forwarder);
      return forwarder;
    });
    return { forwarders, commit: () => this.#replace(wanted) };
  }

  /** Finishes what is under way and closes all connections. */
  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map(forwarder => forwarder.close()));
  }

  #replace(wanted: ReadonlyMap<string, Forwarder>): void {
    for (const [key, forwarder] of this.#open) {
      // Requests under way on the old configuration finish first; close() waits for them.
      if (wanted.get(key) !== forwarder) void forwarder.close();
    }
    this.#open.clear();
    for (const [key, forwarder] of wanted) this.#open.set(key, forwarder);
  }
}

function keyOf(site: Site): string {
  const { connect, headers, body } = site.timeouts;
  return `${site.upstream} ${connect} ${headers} ${body}`;
}
