import type { Site } from '../core/index.js';
import { createForwarder, type Forwarder } from '../forward/index.js';

/**
 * A forwarder that several sites and configurations share. Who has let a request in holds it until the request ends: a
 * reload that takes the upstream out of use must not close it under an upload that is still being read.
 */
export interface SharedForwarder extends Forwarder {
  acquire(): void;
  release(): void;
  /** Closes once nobody holds it. */
  retire(): void;
}

function share(forwarder: Forwarder): SharedForwarder {
  let holders = 0;
  let retired = false;
  const closeWhenFree = (): void => {
    if (retired && holders === 0) void forwarder.close();
  };
  return {
    forward: (head, info, body, sink) => forwarder.forward(head, info, body, sink),
    get active() {
      return forwarder.active;
    },
    close: () => forwarder.close(),
    destroy: () => forwarder.destroy(),
    acquire() {
      holders++;
    },
    release() {
      holders--;
      closeWhenFree();
    },
    retire() {
      retired = true;
      closeWhenFree();
    },
  };
}

/**
 * Forwarders by upstream and timeouts: sites with the same upstream share its connections, and a reload keeps the
 * connections of upstreams that stay.
 */
export class Forwarders {
  readonly #open = new Map<string, SharedForwarder>();

  /** Forwarders for these sites, in their order. @returns also what to do once the sites are in force */
  prepare(sites: readonly Site[]): {
    readonly forwarders: readonly SharedForwarder[];
    readonly commit: () => void;
  } {
    const wanted = new Map<string, SharedForwarder>();
    const forwarders = sites.map(site => {
      const key = keyOf(site);
      let forwarder = wanted.get(key) ?? this.#open.get(key);
      forwarder ??= share(createForwarder({ origin: site.upstream, timeouts: site.timeouts }));
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

  #replace(wanted: ReadonlyMap<string, SharedForwarder>): void {
    for (const [key, forwarder] of this.#open) {
      if (wanted.get(key) !== forwarder) forwarder.retire();
    }
    this.#open.clear();
    for (const [key, forwarder] of wanted) this.#open.set(key, forwarder);
  }
}

function keyOf(site: Site): string {
  const { connect, headers, body } = site.timeouts;
  return `${site.upstream} ${connect} ${headers} ${body}`;
}
