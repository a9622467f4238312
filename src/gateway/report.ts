import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Config } from '../config/index.js';
import type { AddressList } from '../gate/index.js';
import type { Metrics } from '../observe/index.js';
import type { Built } from './build.js';
import type { Running } from './running.js';

/** Warnings, and sites with mistakes, that are logged one by one. */
const MOST_LOGGED = 100;

/** What was found on the way to a configuration, for the log. */
export function logFindings({ warnings, setbacks }: Built, logger: Logger): void {
  for (const warning of warnings.slice(0, MOST_LOGGED)) {
    logger.warn({ problem: warning }, 'configuration warning');
  }
  for (const { file, hosts, isClosed, problems } of setbacks.slice(0, MOST_LOGGED)) {
    logger.error(
      { file, hosts, problems },
      isClosed
        ? 'the file of a site has mistakes, and there is no earlier version: its requests are answered 503'
        : 'the file of a site has mistakes: it stays on its last good version',
    );
  }
  const more = Math.max(0, warnings.length - MOST_LOGGED) + Math.max(0, setbacks.length - MOST_LOGGED);
  if (more > 0) logger.warn({ more }, 'more was found; sekisho check says all of it');
}

/** Names, sizes and ages of what is in force, for the metrics. */
export function measureRunning(running: Running, { setbacks }: Built, metrics: Metrics): void {
  const closed = setbacks.filter(({ isClosed }) => isClosed).length;
  const earlier = setbacks.length - closed;
  metrics.setSiteStates({ current: running.sites.length - earlier, earlier, closed });
  metrics.sites.setSites(running.sites.map(({ site }) => site.name));
  metrics.rules.setRules(running.plan.rulesById.keys());
  metrics.setCountryDatabase(running.geo.builtAt.getTime());
  metrics.setLists(
    new Map(
      Array.from(running.lists, ([name, list]) => [name, { entries: list.size, updatedAt: updatedAt(list) }]),
    ),
  );
}

/** When a list was last known to be new, in milliseconds: of a feed, also when the server said that nothing changed. */
function updatedAt({ file, feed }: AddressList): number {
  if (file === null) return Date.now();
  try {
    return statSync(feed ? `${file}.json` : file).mtimeMs;
  } catch {
    return 0;
  }
}

/** What a running process cannot change is said, not ignored. */
export function warnOfRestart(before: Config, after: Config, logger: Logger): void {
  const warnWhereChanged = <Part extends object>(
    was: Part,
    is: Part,
    keys: readonly (keyof Part & string)[],
    prefix = '',
  ): void => {
    for (const key of keys) {
      if (JSON.stringify(was[key]) === JSON.stringify(is[key])) continue;
      logger.warn({ key: prefix + key }, 'this setting changes with a restart only');
    }
  };
  warnWhereChanged(before, after, ['listen', 'workers', 'log', 'state']);
  const ports = ({ streams }: Config): object => streams.map(({ name, listen }) => ({ name, listen }));
  warnWhereChanged({ streams: ports(before) }, { streams: ports(after) }, ['streams']);
  warnWhereChanged(before.audit, after.audit, ['mask', 'syslog'], 'audit.');
  warnWhereChanged(
    before.limits,
    after.limits,
    ['headBytes', 'headerCount', 'headTimeout', 'idleTimeout'],
    'limits.',
  );
}
