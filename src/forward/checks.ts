import { type buildConnector, Client } from 'undici';
import type { HealthCheckSettings } from '../core/index.js';
import type { Health } from './health.js';

/** Statuses below this say that an upstream is up: a redirect to a login page does, too. */
const FIRST_BAD_STATUS = 400;

/**
 * Asks one upstream again and again whether it is up. Over a connection of its own: a pool whose connections are all
 * busy says nothing about the upstream's health.
 */
export class HealthChecks {
  readonly #client: Client;
  #timer: NodeJS.Timeout | null = null;
  #started = false;
  #closed = false;

  constructor(
    origin: string,
    connect: buildConnector.connector,
    readonly health: Health,
    readonly settings: HealthCheckSettings,
  ) {
    const { timeout } = settings;
    this.#client = new Client(origin, {
      connect,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      pipelining: 0,
    });
  }

  /** The first check is made at once. Calling it again does nothing. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#check();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#client.destroy();
  }

  async #check(): Promise<void> {
    const { interval, rise, fall } = this.settings;
    const succeeded = await this.#ask();
    if (this.#closed) return;
    this.health.noteCheck(succeeded, rise, fall);
    // Up to a tenth sooner: workers and gateways shall not all ask at once.
    this.#timer = setTimeout(() => void this.#check(), interval * (1 - Math.random() / 10));
    this.#timer.unref();
  }

  async #ask(): Promise<boolean> {
    const { path, host, timeout } = this.settings;
    try {
      const { statusCode, body } = await this.#client.request({
        method: 'GET',
        path,
        headers: { host, 'user-agent': 'sekisho-health-check', connection: 'close' },
        servername: 'upstream',
        signal: AbortSignal.timeout(timeout),
      } as Parameters<Client['request']>[0]);
      // What it says is of no interest; a check that never ends is cut off by its signal.
      await body.dump({ limit: 65_536 });
      return statusCode < FIRST_BAD_STATUS;
    } catch {
      return false;
    }
  }
}
