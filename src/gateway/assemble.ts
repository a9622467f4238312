import type { Logger } from 'pino';
import { type AdminServer, Readiness } from '../admin/index.js';
import { finish, type LoadedConfig } from '../config/index.js';
import { createUpgradeCarrier } from '../forward/index.js';
import { openListeners } from '../listen/index.js';
import { BufferBudget } from '../pipeline/budget.js';
import { Pipeline, type PipelineParts } from '../pipeline.js';
import { openStreams } from '../stream/index.js';
import { NO_ADMIN, openAdmin } from './admin-listener.js';
import { BuildCache, buildSteps } from './build.js';
import { ConnectionGuard } from './connection-guard.js';
import { GatewayControl } from './control.js';
import { createEnvironment } from './environment.js';
import { Forwarders } from './forwarders.js';
import type { GatewayOptions } from './gateway.js';
import { InForce, type InForceParts } from './in-force.js';
import { type Keeping, keepState, recallOrWarn } from './keeping.js';
import { followLists, LIST } from './list-follower.js';
import { ListKeeper } from './list-keeper.js';
import { listenOptions } from './listening.js';
import { createObserver } from './observing.js';
import { Offences } from './offences.js';
import type { Running } from './running.js';
import { shareState } from './sharing.js';
import { LiveStanding } from './standing.js';
import { StreamGate, sitesOf } from './streams.js';
import { newSurroundings } from './surroundings.js';
import { Trials } from './trial.js';
import { TRIAL, TrialFollower } from './trial-follower.js';

/** What a gateway consists of. */
export interface Inside extends InForceParts {
  readonly inForce: InForce;
  readonly admin: AdminServer;
  readonly control: GatewayControl;
  readonly keeping: Keeping;
  /** In the process that leads; elsewhere `follower`. */
  readonly trials: Trials;
  readonly follower: TrialFollower | null;
  readonly keeper: ListKeeper | null;
  /** Ends what listens to other workers. */
  readonly unshare: () => void;
}

/**
 * Puts a gateway together and opens everything it has, or nothing.
 * @param reload reads the configuration anew
 * @throws ProblemsError with every mistake of the configuration; Error when an address cannot be listened on
 */
export async function assemble(
  loaded: LoadedConfig,
  logger: Logger,
  { place, sockets, admin: withAdmin, sites }: Required<GatewayOptions>,
  reload: () => Promise<unknown>,
): Promise<Inside> {
  const { config } = loaded;
  const state = recallOrWarn(config.state, logger);
  const around = newSurroundings(new LiveStanding(state), place.key);
  const cache = new BuildCache();
  const built = finish(buildSteps(loaded, { around, cache }));
  const forwarders = new Forwarders(place);
  const { forwarders: prepared, commit } = forwarders.prepare(built.sites);
  const running = built.activate(prepared);
  commit();
  let parts: PipelineParts | null = null;
  const inForceNow = (): Running => parts?.running ?? running;
  const observer = createObserver(config, inForceNow, logger);
  observer.metrics.setUpstreams(() => forwarders.states());
  observer.metrics.gate.setState(() => ({
    bans: [...state.bans.active()].length,
    openings: state.openings.active().length,
  }));
  const audit = (event: string, details: Readonly<Record<string, unknown>>): void =>
    observer.event(event, details);
  const offences = new Offences(state, ({ span, ...ban }) =>
    audit('auto-ban', { address: span.text, ...ban }),
  );
  offences.rules = { config: config.bans, never: running.never };
  const carrier = await createUpgradeCarrier();
  parts = {
    running,
    observer,
    carrier,
    environment: createEnvironment(
      inForceNow,
      () => inForceNow().plan.settings.collectionTimeout,
      undefined,
      true,
    ),
    budget: new BufferBudget(config.limits.maxBufferedBytes),
    offences,
    guard: new ConnectionGuard(inForceNow),
    logger,
  };
  const readiness = new Readiness('starting');
  const closers: (() => unknown)[] = [
    () => observer.close(),
    () => carrier.close(),
    () => forwarders.close(),
  ];
  try {
    const listeners = await openListeners(listenOptions(config, sockets), new Pipeline(parts));
    closers.push(() => listeners.close(0));
    const gate = new StreamGate(inForceNow, observer);
    const streams = await openStreams(config.streams, gate, sockets?.stream);
    closers.push(() => streams.close(0));
    observer.metrics.streams.setOpen(() => streams.connections);
    // A ban cuts what is open already.
    state.onChange(() => streams.judgeAgain());
    const base = { parts, forwarders, listeners, streams, readiness, around, place, sites, cache };
    const inForce = new InForce(base, built);
    const trials = new Trials({
      file: config.file,
      inForce,
      audit,
      tell: message => place.bus.broadcast(TRIAL, message),
      failed: error => logger.error({ err: error }, 'a trial could not be rolled back: reload'),
    });
    const control = new GatewayControl({
      state,
      trials,
      never: () => inForceNow().never,
      sites: () => sitesOf(inForceNow()),
      audit,
    });
    const admin = withAdmin ? await openAdmin(parts, control, readiness, listeners) : NO_ADMIN;
    closers.push(() => admin.close());
    // Once on a machine: the journal, the local socket, and what looks after lists.
    const keeping = place.leads ? await keepState(state, config.state, control, logger) : NOTHING;
    closers.push(() => keeping.close());
    const unshare = [shareState(state, around.meters.table, offences, place, logger)];
    let keeper: ListKeeper | null = null;
    let follower: TrialFollower | null = null;
    if (place.leads) {
      keeper = new ListKeeper({
        logger,
        lists: () => inForceNow().lists,
        replace: async (list, loadedList, stat) => {
          if (await inForce.replaceList(list, loadedList, stat)) place.bus.broadcast(LIST, list.name);
        },
        failed: list => observer.metrics.countListFailure(list),
      });
      inForce.onActivated = ({ lists }) => void keeper?.update(lists);
    } else {
      follower = new TrialFollower(inForce, place.bus, reload, logger);
      unshare.push(followLists(inForce, place.bus, logger));
    }
    return {
      ...base,
      inForce,
      admin,
      control,
      keeping,
      trials,
      follower,
      keeper,
      unshare: () => {
        for (const end of unshare) end();
        follower?.close();
      },
    };
  } catch (error) {
    for (const close of closers.reverse()) await close();
    throw error;
  }
}

const NOTHING: Keeping = { close: async () => {} };
