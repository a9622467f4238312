import type { Logger } from 'pino';
import { type AdminServer, Readiness, startAdmin } from '../admin/index.js';
import { type Config, finish, type LoadedConfig, SiteMemory } from '../config/index.js';
import { ALONE, ProblemsError, type WorkerPlace } from '../core/index.js';
import { createUpgradeCarrier, type UpgradeCarrier } from '../forward/index.js';
import { type Listeners, openListeners } from '../listen/index.js';
import {
  type Family,
  METRICS_CONTENT_TYPE,
  Observer,
  renderFamilies,
  workerFamilies,
} from '../observe/index.js';
import { BufferBudget } from '../pipeline/budget.js';
import { Pipeline, type PipelineParts } from '../pipeline.js';
import { BuildCache, type Built, buildSteps } from './build.js';
import { createEnvironment } from './environment.js';
import { Forwarders } from './forwarders.js';
import { type BoundSockets, certificatesOf, listenOptions } from './listening.js';
import { pace } from './pace.js';
import { readConfigSteps } from './read-config.js';
import { logFindings, measureRunning, warnOfRestart } from './report.js';
import type { Running } from './running.js';
import { setbackWarnings } from './setbacks.js';
import { VERSION } from './version.js';

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
  readonly #parts: PipelineParts;
  readonly #forwarders: Forwarders;
  readonly #listeners: Listeners;
  readonly #admin: AdminServer;
  readonly #carrier: UpgradeCarrier;
  readonly #readiness: Readiness;
  readonly #place: WorkerPlace;
  readonly #sites: SiteMemory;
  readonly #cache: BuildCache;
  readonly #logger: Logger;
  #reloading: Promise<boolean> | null = null;
  #reloadAgain = false;
  #closed: Promise<void> | null = null;
  #warnings: readonly string[] = [];

  private constructor(
    parts: PipelineParts,
    forwarders: Forwarders,
    listeners: Listeners,
    admin: AdminServer,
    carrier: UpgradeCarrier,
    readiness: Readiness,
    place: WorkerPlace,
    sites: SiteMemory,
    cache: BuildCache,
  ) {
    this.#parts = parts;
    this.#forwarders = forwarders;
    this.#listeners = listeners;
    this.#admin = admin;
    this.#carrier = carrier;
    this.#readiness = readiness;
    this.#place = place;
    this.#sites = sites;
    this.#cache = cache;
    this.#logger = parts.logger;
  }

  /**
   * Starts everything, or nothing.
   * @throws ProblemsError with every mistake of the configuration; Error when an address cannot be listened on
   */
  static async start(
    loaded: LoadedConfig,
    logger: Logger,
    { place = ALONE, sockets = null, admin: withAdmin = true, sites = new SiteMemory() }: GatewayOptions = {},
  ): Promise<Gateway> {
    const cache = new BuildCache();
    const built = finish(buildSteps(loaded, cache));
    const { config } = loaded;
    const forwarders = new Forwarders(place);
    const { forwarders: prepared, commit } = forwarders.prepare(built.sites);
    const running = built.activate(prepared);
    commit();
    const observer = new Observer({
      access: { destination: config.log.access, format: config.log.format },
      audit: {
        destination: running.audit.file,
        syslog: running.audit.syslog,
        which: running.audit.policy.which,
        mode: running.audit.mode ?? undefined,
        policy: () => parts.running.audit.policy,
      },
      mask: config.audit.mask,
      version: VERSION,
      logger,
    });
    observer.metrics.setUpstreams(() => forwarders.states());
    const carrier = await createUpgradeCarrier();
    const parts: PipelineParts = {
      running,
      observer,
      carrier,
      environment: createEnvironment(
        () => parts.running,
        () => parts.running.plan.settings.collectionTimeout,
      ),
      budget: new BufferBudget(config.limits.maxBufferedBytes),
      logger,
    };
    const readiness = new Readiness('starting');
    const closers: (() => Promise<unknown>)[] = [
      () => observer.close(),
      () => carrier.close(),
      () => forwarders.close(),
    ];
    try {
      const listeners = await openListeners(listenOptions(config, sockets), new Pipeline(parts));
      closers.push(() => listeners.close(0));
      const admin = withAdmin ? await openAdmin(config, observer, readiness, logger, listeners) : NO_ADMIN;
      const gateway = new Gateway(
        parts,
        forwarders,
        listeners,
        admin,
        carrier,
        readiness,
        place,
        sites,
        cache,
      );
      gateway.#report(built);
      observer.metrics.countReload('success');
      readiness.release('starting');
      return gateway;
    } catch (error) {
      for (const close of closers.reverse()) await close();
      throw error;
    }
  }

  /** Addresses of the listeners, with real ports: HTTP, then HTTPS. */
  get addresses(): Listeners['addresses'] {
    return this.#listeners.addresses;
  }

  get adminAddresses(): AdminServer['addresses'] {
    return this.#admin.addresses;
  }

  get running(): Running {
    return this.#parts.running;
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
      ok = await this.#reloadOnce();
    } while (this.#reloadAgain && this.#closed === null);
    return ok;
  }

  async #reloadOnce(): Promise<boolean> {
    const { metrics } = this.#parts.observer;
    try {
      const { config: before, audit } = this.#parts.running;
      const loaded = await pace(readConfigSteps(before.file, { sites: this.#sites }));
      const built = await pace(buildSteps(loaded, this.#cache));
      const { forwarders, commit } = await pace(this.#forwarders.prepareSteps(built.sites));
      const running = await pace(built.activateSteps(forwarders));
      const swapCertificates = this.#listeners.prepareCertificates(certificatesOf(running.config));
      if (this.#closed !== null) return false;
      // Everything that can fail lies above: from here on all of it changes.
      this.#parts.running = running;
      swapCertificates();
      commit();
      // With thousands of sites what follows takes a moment too.
      await new Promise(resolve => setImmediate(resolve));
      this.#parts.budget.limit = loaded.config.limits.maxBufferedBytes;
      if (this.#place.leads) warnOfRestart(before, loaded.config, this.#logger);
      if (audit.file !== built.audit.file) {
        this.#logger.warn({ key: 'audit.file' }, 'this setting changes with a restart only');
      }
      this.#report(built);
      metrics.countReload('success');
      const counts = { sites: running.sites.length, rules: built.rules.plan.rulesById.size };
      // With several workers the supervisor says so when all of them have.
      if (this.#place.count === 1) this.#logger.info(counts, 'reloaded');
      else this.#logger.debug({ ...counts, worker: this.#place.slot }, 'a worker has reloaded');
      return true;
    } catch (error) {
      metrics.countReload('failure');
      if (error instanceof ProblemsError) {
        this.#logger.error({ problems: error.problems }, 'reload failed, the old configuration stays');
      } else this.#logger.error({ err: error }, 'reload failed, the old configuration stays');
      return false;
    }
  }

  /** What is wrong although it serves: sites whose files have mistakes. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** All numbers of this process. */
  metrics(): Promise<Family[]> {
    return metricsOf(this.#parts.observer, this.#listeners);
  }

  /** Opens log files anew, after a rotation. */
  reopenLogs(): void {
    this.#parts.observer.reopen();
  }

  /** Drains: nothing more is accepted, requests under way finish, logs are written. */
  close(deadline = DRAIN_DEADLINE): Promise<void> {
    this.#closed ??= this.#drain(deadline);
    return this.#closed;
  }

  async #drain(deadline: number): Promise<void> {
    this.#readiness.hold('draining');
    await Promise.all([this.#carrier.close(), this.#listeners.close(deadline)]);
    await this.#forwarders.close();
    await this.#admin.close();
    await this.#sites.close();
    await this.#parts.observer.close();
  }

  /** Warnings to the log, sizes and ages to the metrics. */
  #report(built: Built): void {
    // Once, not by every worker.
    if (this.#place.leads) logFindings(built, this.#logger);
    if (built.versions !== null) this.#sites.accept(built.versions, new Set(built.loaded.files));
    this.#warnings = setbackWarnings(built.setbacks);
    this.#readiness.replaceWarnings('sites', this.#warnings);
    measureRunning(this.#parts.running, built, this.#parts.observer.metrics);
  }
}

const NO_ADMIN: AdminServer = { addresses: [], close: async () => {} };

function metricsOf(observer: Observer, listeners: Listeners): Promise<Family[]> {
  observer.metrics.setConnections(listeners.connections);
  return observer.metrics.snapshot();
}

function openAdmin(
  config: Config,
  observer: Observer,
  readiness: Readiness,
  logger: Logger,
  listeners: Listeners,
): Promise<AdminServer> {
  return startAdmin({
    listen: config.listen.admin,
    metrics: async () => {
      const families = await metricsOf(observer, listeners);
      const workers = workerFamilies({ wanted: 1, ready: 1, deaths: 0 }, [{ slot: 0, families }]);
      return renderFamilies([...families, ...workers]);
    },
    metricsContentType: METRICS_CONTENT_TYPE,
    readiness: () => readiness.reasons(),
    warnings: () => readiness.warnings(),
    onError: error => logger.error({ err: error }, 'metrics could not be made'),
  });
}
