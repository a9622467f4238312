import type { LoadedConfig } from '../config/index.js';
import { NO_STANDING, type Standing } from '../gate/index.js';
import { Forwarders } from '../gateway/forwarders.js';
import { build, newSurroundings, type Running, readConfig } from '../gateway/index.js';
import { recallState } from '../gateway/keeping.js';
import { LiveStanding } from '../gateway/standing.js';
import { printProblems } from './problems.js';

/** Bans and break-glass as the running gateway has written them down; nobody's when they cannot be read. */
function standingOf(folder: string | null, isQuiet: boolean): Standing {
  try {
    return new LiveStanding(recallState(folder, () => {}));
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    if (!isQuiet) process.stderr.write(`warning: bans cannot be read: ${reason}\n`);
    return NO_STANDING;
  }
}

/**
 * A configuration compiled as for a start, without opening a socket. Warnings go to standard error, unless it is to be quiet.
 * @throws ProblemsError
 */
export function compileOffline(
  configFile: string,
  { isQuiet = false }: { readonly isQuiet?: boolean } = {},
): {
  readonly running: Running;
  readonly loaded: LoadedConfig;
  /** Rule and data files that were read. */
  readonly files: readonly string[];
} {
  const loaded = readConfig(configFile);
  const built = build(loaded, newSurroundings(standingOf(loaded.config.state.folder, isQuiet)));
  if (!isQuiet) printProblems(built.warnings);
  const running = built.activate(new Forwarders().prepare(built.sites).forwarders);
  return { running, loaded: built.loaded, files: built.rules.files };
}
