import type { Logger } from 'pino';
import type { AdminServer, Control, Readiness } from '../admin/index.js';
import { type LoadedConfig, SiteMemory } from '../config/index.js';
import { ALONE, ProblemsError, type WorkerPlace } from '../core/index.js';
import type { Listeners } from '../listen/index.js';
import type { Family } from '../observe/index.js';
import type { StreamListeners } from '../stream/index.js';
import { adminAdmits } from './admin-gate.js';
import { metricsOf } from './admin-listener.js';
import { assemble, type Inside } from './assemble.js';
import type { BoundSockets } from './listening.js';
import { warnOfRestart } from './report.js';
import type { Running } from './running.js';

/** Longest time that requests under way get to finish when the gateway stops, in milliseconds. */
const DRAIN_DEADLINE = 30_000;

export interface GatewayOptions {
  /** Where this process stands among the workers of the machine. Default: alone. */
  readonly place?: WorkerPlace;
  /** Listening sockets that are bound already. Default: none, the addresses of the configuration are bound. */
  readonly sockets?: BoundSockets | null;
  /** Whether to open the admin listeners; a supervisor has its own. Default: yes. */
  readonly admin?: boolean;
  /** What is known of the files of a `sites` folder: the one that the configuration was loaded with. Default: nothing. */
  readonly sites?: SiteMemory;
}

/** A gateway that runs: listeners, admin listener, and the configuration in force. */
export class Gateway {
  readonly #inside: Inside;
  readonly #logger: Logger;
  /** What a start and a reload read, whatever is on trial. */
  readonly #file: string;
  /** Where the audit log is written; it changes with a restart only. */
  readonly #auditFile: string | null;
  #reloading: Promise<boolean> | null = null;
  #reloadAgain = false;
  #closed: Promise<void> | null = null;

  private constructor(inside: Inside) {
    this.#inside = inside;
    this.#logger = inside.parts.logger;
    this.#file = inside.inForce.built.loaded.config.file;
    this.#auditFile = inside.inForce.built.audit.file;
  }

  /**
   * Starts everything, or nothing.
   * @throws ProblemsError with every mistake of the configuration; Error when an address cannot be listened on
   */
  static async start(
    loaded: LoadedConfig,
    logger: Logger,
    { place = ALONE, sockets = null, admin = true, sites = new SiteMemory() }: GatewayOptions = {},
  ): Promise<Gateway> {
    let gateway: Gateway | null = null;
    const reload = async (): Promise<unknown> => gateway?.reload();
    const inside = await assemble(loaded, logger, { place, sockets, admin, sites }, reload);
    gateway = new Gateway(inside);
    const { parts, readiness, keeper } = inside;
    parts.observer.metrics.countReload('success');
    if (keeper !== null) {
      // A feed that was never fetched is an empty list: traffic may wait for it as long as one download takes.
      readiness.hold('feeds', 'lists are fetched for the first time');
      keeper.update(loaded.config.lists).finally(() => readiness.release('feeds'));
    }
    readiness.release('starting');
    return gateway;
  }

  /** Addresses of the listeners, with real ports: HTTP, then HTTPS. */
  get addresses(): Listeners['addresses'] {
    return this.#inside.listeners.addresses;
  }

  get adminAddresses(): AdminServer['addresses'] {
    return this.#inside.admin.addresses;
  }

  /** Addresses of streams, by name. */
  get streamAddresses(): StreamListeners['addresses'] {
    return this.#inside.streams.addresses;
  }

  get running(): Running {
    return this.#inside.parts.running;
  }

  /** Why it should get no traffic, and what is wrong although it serves; `onChange` tells of changes. */
  get readiness(): Readiness {
    return this.#inside.readiness;
  }

  /** Carries out orders of operators. */
  get control(): Control {
    return this.#inside.control;
  }

  /**
   * Reads configuration, lists, certificates and rules anew and puts them in force in one step; requests under way
   * finish on the old ones. When anything is wrong the old ones stay, and the failure is logged and counted.
   * Requests have their turn in between. A second call during a reload makes one more.
   * @returns whether the new ones are in force
   */
  reload(): Promise<boolean> {
    if (this.#reloading !== null) {
      this.#reloadAgain = true;
      return this.#reloading;
    }
    this.#reloading = this.#reloadAll().finally(() => {
      this.#reloading = null;
    });
    return this.#reloading;
  }

  async #reloadAll(): Promise<boolean> {
    let ok: boolean;
    do {
      this.#reloadAgain = false;
      ok = await this.#inside.inForce.inTurn(() => this.#reloadOnce());
    } while (this.#reloadAgain && this.#closed === null);
    return ok;
  }

  async #reloadOnce(): Promise<boolean> {
    const { inForce, parts, place, trials, follower } = this.#inside;
    const { metrics } = parts.observer;
    try {
      const { config: before } = parts.running;
      const built = await inForce.build(this.#file);
      if (!(await inForce.activate(built))) return false;
      const { config, sites } = parts.running;
      trials.end('a reload');
      follower?.end();
      if (place.leads) {
        warnOfRestart(before, config, this.#logger);
        if (built.audit.file !== this.#auditFile)
          this.#logger.warn({ key: 'audit.file' }, 'this setting changes with a restart only');
      }
      metrics.countReload('success');
      const counts = { sites: sites.length, rules: built.rules.plan.rulesById.size };
      // With several workers the supervisor says so when all of them have.
      if (place.count === 1) this.#logger.info(counts, 'reloaded');
      else this.#logger.debug({ ...counts, worker: place.slot }, 'a worker has reloaded');
      return true;
    } catch (error) {
      metrics.countReload('failure');
      if (error instanceof ProblemsError) {
        this.#logger.error({ problems: error.problems }, 'reload failed, the old configuration stays');
      } else this.#logger.error({ err: error }, 'reload failed, the old configuration stays');
      return false;
    }
  }

  /** Whether an address may reach the admin listener. @param url request target */
  adminAdmits(address: string | undefined, url: string): boolean {
    return adminAdmits(this.running, address, url);
  }

  /** All numbers of this process. */
  metrics(): Promise<Family[]> {
    return metricsOf(this.#inside.parts.observer, this.#inside.listeners);
  }

  /** Opens log files anew, after a rotation. */
  reopenLogs(): void {
    this.#inside.parts.observer.reopen();
  }

  /** Drains: nothing more is accepted, requests under way finish, logs are written. */
  close(deadline = DRAIN_DEADLINE): Promise<void> {
    this.#closed ??= this.#drain(deadline);
    return this.#closed;
  }

  async #drain(deadline: number): Promise<void> {
    const { parts, inForce, trials, keeper, readiness, listeners, streams } = this.#inside;
    inForce.close();
    trials.end('the end of the process');
    keeper?.close();
    readiness.hold('draining');
    await Promise.all([parts.carrier.close(), listeners.close(deadline), streams.close(deadline)]);
    this.#inside.unshare();
    await this.#inside.forwarders.close();
    await this.#inside.admin.close();
    await this.#inside.keeping.close();
    await this.#inside.sites.close();
    await parts.observer.close();
  }
}
