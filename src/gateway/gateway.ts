import type { Logger } from 'pino';
import { type AdminServer, Readiness } from '../admin/index.js';
import type { LoadedConfig } from '../config/index.js';
import { ProblemsError } from '../core/index.js';
import { createUpgradeCarrier } from '../forward/index.js';
import type { AddressList } from '../gate/index.js';
import { type Listeners, openListeners } from '../listen/index.js';
import { BufferBudget } from '../pipeline/budget.js';
import { Pipeline, type PipelineParts } from '../pipeline.js';
import { openStreams, type StreamListeners } from '../stream/index.js';
import { openAdmin } from './admin.js';
import { type Built, build, type GateSurroundings, newSurroundings } from './build.js';
import { ConnectionGuard } from './connection-guard.js';
import { GatewayControl } from './control.js';
import { createEnvironment } from './environment.js';
import { Forwarders } from './forwarders.js';
import { type Keeping, keepState, recallOrWarn } from './keeping.js';
import { ListKeeper } from './list-keeper.js';
import { certificatesOf, listenOptions } from './listening.js';
import { newObserver } from './observing.js';
import { Offences } from './offences.js';
import { readConfig } from './read-config.js';
import { report, warnOfRestart } from './report.js';
import type { Running } from './running.js';
import { LiveStanding } from './standing.js';
import { StreamGate, sitesOf } from './streams.js';
import { Trials } from './trial.js';

/** Longest time that requests under way get to finish when the gateway stops, in milliseconds. */
const DRAIN_DEADLINE = 30_000;

/** What a gateway consists of. */
interface Inside {
  readonly parts: PipelineParts;
  readonly built: Built;
  readonly forwarders: Forwarders;
  readonly listeners: Listeners;
  readonly streams: StreamListeners;
  readonly admin: AdminServer;
  readonly readiness: Readiness;
  readonly around: GateSurroundings;
  readonly keeping: Keeping;
  readonly trials: Trials;
  readonly keeper: ListKeeper;
}

/** A gateway that runs: listeners, admin listener, and the configuration in force. */
export class Gateway {
  readonly #parts: PipelineParts;
  readonly #forwarders: Forwarders;
  readonly #listeners: Listeners;
  readonly #streams: StreamListeners;
  readonly #admin: AdminServer;
  readonly #readiness: Readiness;
  readonly #around: GateSurroundings;
  readonly #keeping: Keeping;
  readonly #trials: Trials;
  readonly #keeper: ListKeeper;
  readonly #logger: Logger;
  /** What a start and a reload read, whatever is on trial. */
  readonly #file: string;
  /** Where the audit log is written; it changes with a restart only. */
  readonly #auditFile: string | null;
  #built: Built;
  #closed: Promise<void> | null = null;

  private constructor(inside: Inside) {
    this.#parts = inside.parts;
    this.#forwarders = inside.forwarders;
    this.#listeners = inside.listeners;
    this.#streams = inside.streams;
    this.#admin = inside.admin;
    this.#readiness = inside.readiness;
    this.#around = inside.around;
    this.#keeping = inside.keeping;
    this.#trials = inside.trials;
    this.#keeper = inside.keeper;
    this.#logger = inside.parts.logger;
    this.#built = inside.built;
    this.#file = inside.built.loaded.config.file;
    this.#auditFile = inside.built.audit.file;
  }

  /**
   * Starts everything, or nothing.
   * @throws ProblemsError with every mistake of the configuration; Error when an address cannot be listened on
   */
  static async start(loaded: LoadedConfig, logger: Logger): Promise<Gateway> {
    const { config } = loaded;
    const state = recallOrWarn(config.state, logger);
    const around = newSurroundings(new LiveStanding(state));
    const built = build(loaded, around);
    const forwarders = new Forwarders();
    const { forwarders: prepared, commit } = forwarders.prepare(built.sites);
    const running = built.activate(prepared);
    commit();
    const observer = newObserver(config, running, () => parts.running.audit.policy, logger);
    observer.metrics.setUpstreams(() => forwarders.states());
    observer.metrics.gate.setState(() => ({
      bans: [...state.bans.active()].length,
      openings: state.openings.active().length,
    }));
    const offences = new Offences(state, ({ span, ...ban }) =>
      observer.event('auto-ban', { address: span.text, ...ban }),
    );
    offences.rules = { config: config.bans, never: running.never };
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
      offences,
      guard: new ConnectionGuard(() => parts.running),
      logger,
    };
    const readiness = new Readiness('starting');
    const closers: (() => Promise<unknown>)[] = [
      () => observer.close(),
      () => carrier.close(),
      () => forwarders.close(),
    ];
    try {
      const listeners = await openListeners(listenOptions(config), new Pipeline(parts));
      closers.push(() => listeners.close(0));
      const streams = await openStreams(config.streams, new StreamGate(() => parts.running, observer));
      closers.push(() => streams.close(0));
      observer.metrics.streams.setOpen(() => streams.connections);
      // A ban cuts what is open already.
      state.subscribe(() => streams.judgeAgain());
      let gateway: Gateway | null = null;
      const audit = (event: string, details: Readonly<Record<string, unknown>>): void =>
        observer.event(event, details);
      const trials = new Trials({
        file: config.file,
        current: () => (gateway === null ? built : gateway.#built),
        build: file => build(readConfig(file), around),
        activate: next => {
          if (gateway !== null) gateway.#activate(next);
        },
        audit,
      });
      const control = new GatewayControl({
        state,
        trials,
        never: () => parts.running.never,
        sites: () => sitesOf(parts.running),
        audit,
      });
      const admin = await openAdmin(parts, control, readiness, listeners);
      closers.push(() => admin.close());
      const keeping = await keepState(state, config.state, control, logger);
      const keeper = new ListKeeper({
        logger,
        lists: () => parts.running.lists,
        replace: list => {
          if (gateway !== null) gateway.#replaceList(list);
        },
        failed: list => observer.metrics.countListFailure(list),
      });
      closers.push(async () => keeper.close());
      gateway = new Gateway({
        parts,
        built,
        forwarders,
        listeners,
        streams,
        admin,
        readiness,
        around,
        keeping,
        trials,
        keeper,
      });
      report(parts, built);
      observer.metrics.countReload('success');
      // A feed that was never fetched is an empty list: traffic may wait for it as long as one download takes.
      readiness.hold('feeds', 'lists are fetched for the first time');
      keeper.update(config.lists).then(
        () => readiness.release('feeds'),
        () => readiness.release('feeds'),
      );
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

  /** Addresses of streams, by name. */
  get streamAddresses(): StreamListeners['addresses'] {
    return this.#streams.addresses;
  }

  get running(): Running {
    return this.#parts.running;
  }

  /**
   * Reads configuration, lists, certificates and rules anew and puts them in force in one step; requests under way
   * finish on the old ones. When anything is wrong the old ones stay, and the failure is logged and counted.
   * @returns whether the new ones are in force
   */
  reload(): boolean {
    const { metrics } = this.#parts.observer;
    try {
      const { config: before } = this.#parts.running;
      const built = build(readConfig(this.#file), this.#around);
      this.#activate(built);
      this.#trials.end('a reload');
      warnOfRestart(before, built, this.#auditFile, this.#logger);
      metrics.countReload('success');
      this.#logger.info(
        { sites: built.loaded.config.sites.length, rules: built.rules.plan.rulesById.size },
        'reloaded',
      );
      return true;
    } catch (error) {
      metrics.countReload('failure');
      if (error instanceof ProblemsError) {
        this.#logger.error({ problems: error.problems }, 'reload failed, the old configuration stays');
      } else this.#logger.error({ err: error }, 'reload failed, the old configuration stays');
      return false;
    }
  }

  /** Puts what was built in force, in one step. @throws Error before anything has changed */
  #activate(built: Built): void {
    const { config } = built.loaded;
    const { forwarders, commit } = this.#forwarders.prepare(built.sites);
    const swapCertificates = this.#listeners.prepareCertificates(certificatesOf(config));
    const running = built.activate(forwarders);
    // Everything that can fail lies above: from here on all of it changes.
    this.#parts.running = running;
    this.#built = built;
    this.#parts.offences.rules = { config: config.bans, never: running.never };
    swapCertificates();
    this.#streams.judgeAgain();
    commit();
    this.#parts.budget.limit = config.limits.maxBufferedBytes;
    report(this.#parts, built);
    void this.#keeper.update(config.lists);
  }

  /** Puts one list in force in the place of the one with its name: all gates are made anew around it, and nothing else. */
  #replaceList(list: AddressList): void {
    const { loaded, rules, lists } = this.#built;
    try {
      const kept = { rules, lists: new Map(lists).set(list.name, list) };
      this.#activate(build(loaded, this.#around, kept));
      this.#logger.info({ list: list.name, entries: list.size }, 'a list was replaced');
    } catch (error) {
      this.#parts.observer.metrics.countListFailure(list.name);
      this.#logger.error(
        { err: error, list: list.name },
        'a list could not be put in force, the old one stays',
      );
    }
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
    this.#trials.end('the end of the process');
    this.#keeper.close();
    this.#readiness.hold('draining');
    await Promise.all([
      this.#parts.carrier.close(),
      this.#listeners.close(deadline),
      this.#streams.close(deadline),
    ]);
    await this.#forwarders.close();
    await this.#admin.close();
    await this.#keeping.close();
    await this.#parts.observer.close();
  }
}
