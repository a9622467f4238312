import type { Readiness } from '../admin/index.js';
import type { Config, ListConfig, SiteMemory } from '../config/index.js';
import type { WorkerPlace } from '../core/index.js';
import type { AddressList } from '../gate/index.js';
import type { Listeners } from '../listen/index.js';
import type { PipelineParts } from '../pipeline.js';
import type { StreamListeners } from '../stream/index.js';
import { type BuildCache, type Built, buildSteps } from './build.js';
import type { Forwarders } from './forwarders.js';
import { certificatesOf } from './listening.js';
import { pace } from './pace.js';
import { readConfigSteps } from './read-config.js';
import { logFindings, measureRunning } from './report.js';
import { setbackWarnings } from './setbacks.js';
import type { GateSurroundings } from './surroundings.js';

/** What a configuration is put in force on. */
export interface InForceParts {
  readonly parts: PipelineParts;
  readonly forwarders: Forwarders;
  readonly listeners: Listeners;
  readonly streams: StreamListeners;
  readonly readiness: Readiness;
  readonly around: GateSurroundings;
  readonly place: WorkerPlace;
  readonly sites: SiteMemory;
  readonly cache: BuildCache;
}

/**
 * The configuration in force, and the one way to put another one in its place: reloads, trials and lists that have changed.
 * Building takes many turns of the event loop, so that changes wait for each other (`inTurn`).
 */
export class InForce {
  readonly #inside: InForceParts;
  #built: Built;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;
  /** Called with each configuration that comes into force. */
  onActivated: (config: Config) => void = () => {};

  /** @param built in force already */
  constructor(inside: InForceParts, built: Built) {
    this.#inside = inside;
    this.#built = built;
    this.#report();
  }

  get built(): Built {
    return this.#built;
  }

  /** Runs a change when those before it are done. `build` and `activate` belong inside. */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(change);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Reads and builds a configuration. @throws ProblemsError */
  async build(file: string): Promise<Built> {
    const { sites, around, cache } = this.#inside;
    return pace(buildSteps(await pace(readConfigSteps(file, { sites })), { around, cache }));
  }

  /**
   * Puts what was built in force, in one step.
   * @returns false when the gateway has closed in the meantime
   * @throws Error before anything has changed
   */
  async activate(built: Built): Promise<boolean> {
    const { parts, forwarders, listeners, streams } = this.#inside;
    const prepared = await pace(forwarders.prepareSteps(built.sites));
    const running = await pace(built.activateSteps(prepared.forwarders));
    const { config } = running;
    const swapCertificates = listeners.prepareCertificates(certificatesOf(config));
    if (this.#closed) return false;
    // Everything that can fail lies above: from here on all of it changes.
    parts.running = running;
    this.#built = built;
    parts.offences.rules = { config: config.bans, never: running.never };
    swapCertificates();
    streams.judgeAgain();
    prepared.commit();
    parts.budget.limit = config.limits.maxBufferedBytes;
    // With thousands of sites what follows takes a moment too.
    await new Promise(resolve => setImmediate(resolve));
    this.#report();
    this.onActivated(config);
    return true;
  }

  /**
   * Puts one list in force in the place of the one with its name: all gates are made anew around it, and nothing else.
   * @param config what it was loaded from: when that has changed in the meantime, nothing happens
   * @param stat of its file, before it was read
   * @returns whether it is in force
   */
  replaceList(config: ListConfig, list: AddressList, stat: string): Promise<boolean> {
    return this.inTurn(async () => {
      const { loaded, rules, lists } = this.#built;
      const current = loaded.config.lists.find(({ name }) => name === config.name);
      if (this.#closed || JSON.stringify(current) !== JSON.stringify(config)) return false;
      const { parts, around, cache, place } = this.#inside;
      try {
        const all = new Map(lists).set(list.name, list);
        const kept = { rules, lists: all };
        const done = await this.activate(await pace(buildSteps(loaded, { around, cache, kept })));
        cache.lists.seed(config, list, stat, all);
        if (place.leads) parts.logger.info({ list: list.name, entries: list.size }, 'a list was replaced');
        return done;
      } catch (error) {
        parts.observer.metrics.countListFailure(list.name);
        parts.logger.error(
          { err: error, list: list.name },
          'a list could not be put in force, the old one stays',
        );
        return false;
      }
    });
  }

  /** From here on nothing changes any more. */
  close(): void {
    this.#closed = true;
  }

  /** Warnings to the log, sizes and ages to the metrics. */
  #report(): void {
    const { parts, place, readiness, sites } = this.#inside;
    const built = this.#built;
    // Once, not by every worker.
    if (place.leads) logFindings(built, parts.logger);
    if (built.versions !== null) sites.accept(built.versions, new Set(built.loaded.files));
    readiness.replaceWarnings('sites', setbackWarnings(built.setbacks));
    measureRunning(parts.running, built, parts.observer.metrics);
  }
}
