import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Config } from '../config/index.js';
import type { AddressList } from '../gate/index.js';
import type { PipelineParts } from '../pipeline.js';
import type { Built } from './build.js';

/** Warnings to the log, sizes and ages to the metrics. */
export function report({ observer: { metrics }, running, logger }: PipelineParts, built: Built): void {
  for (const warning of built.warnings) logger.warn({ problem: warning }, 'configuration warning');
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

/**
 * What a running process cannot change is said, not ignored.
 * @param auditFile where the audit log is written
 */
export function warnOfRestart(before: Config, built: Built, auditFile: string | null, logger: Logger): void {
  const after = built.loaded.config;
  if (built.audit.file !== auditFile)
    logger.warn({ key: 'audit.file' }, 'this setting changes with a restart only');
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
  warnWhereChanged(before.audit, after.audit, ['mask'], 'audit.');
  warnWhereChanged(
    before.limits,
    after.limits,
    ['headBytes', 'headerCount', 'headTimeout', 'idleTimeout'],
    'limits.',
  );
}
