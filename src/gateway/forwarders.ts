import { finish } from '../config/index.js';
import { ALONE, type PoolSettings, type Site, type WorkerPlace } from '../core/index.js';
import { createForwarder, type Forwarder, Member, type MemberOptions } from '../forward/index.js';
import type { UpstreamState } from '../observe/index.js';

/**
 * A forwarder that several sites and configurations share. Who has let a request in holds it until the request ends: a
 * reload that takes the upstream out of use must not close it under an upload that is still being read.
 */
export interface SharedForwarder extends Forwarder {
  acquire(): void;
  release(): void;
}

/** Forwarders of one site: of its own pool, and of each route, in their order. */
export interface SiteForwarders {
  readonly own: SharedForwarder;
  readonly routes: readonly SharedForwarder[];
}

/** Forwarders that are not in force yet. */
interface Prepared {
  readonly forwarders: readonly SiteForwarders[];
  /** To be called once the sites are in force. */
  readonly commit: () => void;
}

/** Settings are frozen, and those of a site that did not change are the same ones after a reload. */
const keys = new WeakMap<PoolSettings, string>();

function keyOf(settings: PoolSettings): string {
  let key = keys.get(settings);
  if (key === undefined) {
    key = JSON.stringify(settings);
    keys.set(settings, key);
  }
  return key;
}

/** One pool in use: its forwarder, and the upstreams that it keeps open. */
class OpenPool implements SharedForwarder {
  readonly #forwarder: Forwarder;
  readonly #close: () => void;
  #holders = 0;
  #retired = false;

  constructor(
    settings: PoolSettings,
    readonly members: readonly Member[],
    close: () => void,
  ) {
    this.#forwarder = createForwarder(settings, members);
    this.#close = close;
  }

  readonly forward: Forwarder['forward'] = (head, info, body, sink) =>
    this.#forwarder.forward(head, info, body, sink);

  readonly choose: Forwarder['choose'] = (head, info) => this.#forwarder.choose(head, info);

  acquire(): void {
    this.#holders++;
  }

  release(): void {
    this.#holders--;
    this.#closeWhenFree();
  }

  /** Lets go of its upstreams once nobody holds it. */
  retire(): void {
    this.#retired = true;
    this.#closeWhenFree();
  }

  #closeWhenFree(): void {
    if (this.#retired && this.#holders === 0) this.#close();
  }
}

interface OpenMember {
  readonly member: Member;
  /** Pools that use it. */
  uses: number;
}

/**
 * Pools by their settings, and upstreams by what concerns them alone: sites with the same upstream share its
 * connections, and a reload keeps pools, upstreams, connections and what is known of their health wherever settings stay.
 */
export class Forwarders {
  readonly #pools = new Map<string, OpenPool>();
  readonly #members = new Map<string, OpenMember>();

  /** @param place of this process among the workers that share health checks */
  constructor(readonly place: WorkerPlace = ALONE) {}

  /** Upstreams in use now, also by requests that began before a reload. */
  *states(): Generator<UpstreamState> {
    const now = performance.now();
    for (const { member } of this.#members.values()) {
      const { url, health, requests, failures, retries } = member;
      const active = member.active + member.tunnels;
      yield { url, isUp: health.isUp(now), active, requests, failures, retries };
    }
  }

  /** Forwarders for these sites, in their order. @returns also what to do once the sites are in force */
  prepare(sites: readonly Site[]): Prepared {
    return finish(this.prepareSteps(sites));
  }

  /** As `prepare`, and lets go after each site. */
  *prepareSteps(sites: readonly Site[]): Generator<void, Prepared> {
    const wanted = new Map<string, OpenPool>();
    const poolFor = (settings: PoolSettings): OpenPool => {
      const key = keyOf(settings);
      let pool = wanted.get(key) ?? this.#pools.get(key);
      pool ??= this.#open(settings);
      wanted.set(key, pool);
      return pool;
    };
    const forwarders: SiteForwarders[] = [];
    for (const { pool, routes } of sites) {
      forwarders.push({ own: poolFor(pool), routes: routes.map(route => poolFor(route.pool)) });
      yield;
    }
    return { forwarders, commit: () => this.#replace(wanted) };
  }

  /** Finishes what is under way and closes all connections. */
  async close(): Promise<void> {
    const open = [...this.#members.values()];
    this.#pools.clear();
    this.#members.clear();
    await Promise.all(open.map(({ member }) => member.close()));
  }

  #replace(wanted: ReadonlyMap<string, OpenPool>): void {
    const before = new Map(this.#pools);
    this.#pools.clear();
    for (const [key, pool] of wanted) {
      this.#pools.set(key, pool);
      for (const member of pool.members) member.startChecks();
    }
    for (const [key, pool] of before) if (wanted.get(key) !== pool) pool.retire();
  }

  #open(settings: PoolSettings): OpenPool {
    const { connections, queue, failures, pause, check, tls, timeouts, owner } = settings;
    const options: MemberOptions = { connections, queue, failures, pause, check, tls, timeouts };
    const keys = settings.members.map(({ url }) => JSON.stringify([url, options, owner]));
    const members = keys.map((key, i) => {
      let open = this.#members.get(key);
      if (open === undefined) {
        open = { member: new Member(settings.members[i].url, options, this.place, key), uses: 0 };
        this.#members.set(key, open);
      }
      open.uses++;
      return open.member;
    });
    return new OpenPool(settings, members, () => {
      for (const key of keys) this.#letGo(key);
    });
  }

  #letGo(key: string): void {
    const open = this.#members.get(key);
    if (open === undefined) return;
    open.uses--;
    if (open.uses > 0) return;
    this.#members.delete(key);
    void open.member.close();
  }
}
