import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { Pool } from 'undici';
import { ALONE, type PoolSettings, type WorkerPlace } from '../core/index.js';
import { HealthChecks } from './checks.js';
import { Connector } from './connect.js';
import type { Exchange } from './exchange.js';
import { Health } from './health.js';

/** Idle upstream connections are closed after this, in milliseconds: below common servers' 5 s. */
const KEEP_ALIVE = 4_000;
/** Largest response head in bytes. */
const HEAD_SIZE = 65_536;

/** What a pool's settings say of each of its upstreams. */
export type MemberOptions = Pick<
  PoolSettings,
  'connections' | 'queue' | 'failures' | 'pause' | 'check' | 'tls' | 'timeouts'
>;

/** One upstream: its connections, its health, and its numbers. Several pools may share it. */
export class Member {
  /** Stands for it in sticky cookies; tells nothing of the address. */
  readonly id: string;
  readonly health: Health;
  /** Requests sent or waiting. */
  active = 0;
  /** WebSockets. */
  tunnels = 0;
  /** Since it is in use: requests sent to it, those it failed, and those of these that went on to another. */
  requests = 0;
  failures = 0;
  retries = 0;
  /** Whether there is anything to ask its health: a lone upstream without checks is always used. */
  readonly isWatched: boolean;
  /** Most requests under way. */
  readonly #most: number;
  readonly #options: MemberOptions;
  /** Made for the first request: one holds 16 kB, and of thousands of sites few are asked for. */
  #pool: Pool | null = null;
  #isClosed = false;
  readonly #connector: Connector;
  readonly #checks: HealthChecks | null;

  /**
   * Opens no connection yet.
   * @param url origin, or `unix:/path`
   * @param key what other workers know it by, to share the results of checks
   */
  constructor(
    readonly url: string,
    options: MemberOptions,
    place: WorkerPlace = ALONE,
    key = url,
  ) {
    const { connections, failures, pause, check } = options;
    this.#options = options;
    this.id = createHash('sha256').update(url).digest('hex').slice(0, 16);
    this.health = new Health(failures, pause);
    this.isWatched = failures > 0 || check !== null;
    this.#most = connections + options.queue;
    this.#connector = new Connector(url, options);
    const { origin } = this.#connector;
    this.#checks =
      check === null
        ? null
        : new HealthChecks(origin, this.#connector.build(), this.health, check, place, topicOf(key));
  }

  get hasRoom(): boolean {
    return this.active < this.#most;
  }

  dispatch(exchange: Exchange): void {
    this.active++;
    this.requests++;
    const pool = this.#pool ?? this.#openPool();
    pool.dispatch(exchange.request, exchange);
  }

  #openPool(): Pool {
    const { connections, timeouts } = this.#options;
    const pool = new Pool(this.#connector.origin, {
      connections,
      pipelining: 1,
      headersTimeout: timeouts.headers,
      bodyTimeout: timeouts.body,
      keepAliveTimeout: KEEP_ALIVE,
      maxHeaderSize: HEAD_SIZE,
      connect: this.#connector.build(),
    });
    this.#pool = pool;
    // Then it says so to whoever comes too late.
    if (this.#isClosed) void pool.close();
    return pool;
  }

  /** A connection for a WebSocket, counted and watched. */
  open(): Socket {
    const socket = this.#connector.open();
    this.tunnels++;
    this.requests++;
    let isOpen = false;
    socket
      .once(this.#connector.isSecure ? 'secureConnect' : 'connect', () => {
        isOpen = true;
        this.health.succeed();
      })
      .once('error', () => {
        if (isOpen) return;
        this.failures++;
        this.health.fail(performance.now());
      })
      .once('close', () => {
        this.tunnels--;
      });
    return socket;
  }

  startChecks(): void {
    this.#checks?.start();
  }

  /** Finishes what is under way, then closes all connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#checks?.close(), this.#pool?.close()]);
  }

  /** Closes all connections now; what is under way fails. */
  async destroy(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#checks?.close(), this.#pool?.destroy()]);
  }
}

/** Keys hold whole certificates: a message has a digest. */
function topicOf(key: string): string {
  return `upstream-health:${createHash('sha256').update(key).digest('base64url')}`;
}
