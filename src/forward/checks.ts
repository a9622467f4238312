import { type buildConnector, Client } from 'undici';
import type { HealthCheckSettings, WorkerPlace } from '../core/index.js';
import type { Health } from './health.js';

/** Statuses below this say that an upstream is up: a redirect to a login page does, too. */
const FIRST_BAD_STATUS = 400;

/**
 * Asks one upstream again and again whether it is up. Of several workers only one asks and tells the others: each waits for
 * news longer than the one before it, and asks itself when there are none, so that nothing is lost with a worker. Over a connection of its own: a pool whose connections are all
 * busy says nothing about the upstream's health.
 */
export class HealthChecks {
  readonly #client: Client;
  #timer: NodeJS.Timeout | null = null;
  #started = false;
  #closed = false;
  #leave: () => void = () => {};

  constructor(
    origin: string,
    connect: buildConnector.connector,
    readonly health: Health,
    readonly settings: HealthCheckSettings,
    readonly place: WorkerPlace,
    readonly topic: string,
  ) {
    const { timeout } = settings;
    this.#client = new Client(origin, {
      connect,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      pipelining: 0,
    });
  }

  /** The first check is made at once, by one worker. Calling it again does nothing. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    const { bus, leads } = this.place;
    this.#leave = bus.onMessage(this.topic, up => {
      this.health.heed(up === true);
      this.#schedule();
    });
    if (leads) void this.#check();
    else this.#schedule();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#leave();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#client.destroy();
  }

  async #check(): Promise<void> {
    const { rise, fall } = this.settings;
    const succeeded = await this.#ask();
    if (this.#closed) return;
    this.health.noteCheck(succeeded, rise, fall);
    this.place.bus.broadcast(this.topic, this.health.checkedUp);
    this.#schedule();
  }

  #schedule(): void {
    const { leads, slot } = this.place;
    const { interval } = this.settings;
    const wait = leads ? interval : interval * (2 + slot);
    if (this.#timer !== null) clearTimeout(this.#timer);
    // Up to a tenth sooner: gateways shall not all ask at once.
    this.#timer = setTimeout(() => void this.#check(), wait * (1 - Math.random() / 10));
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
