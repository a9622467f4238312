import type { LoadedConfig } from '../config/index.js';
import { Forwarders } from '../gateway/forwarders.js';
import { build, type Running, readConfig } from '../gateway/index.js';
import { printProblems } from './problems.js';

/** A configuration compiled as for a start, without opening a socket. Warnings go to standard error. */
export function compileOffline(configFile: string): {
  readonly running: Running;
  readonly loaded: LoadedConfig;
  /** Rule and data files that were read. */
  readonly files: readonly string[];
} {
  const built = build(readConfig(configFile));
  printProblems(built.warnings);
  const running = built.activate(new Forwarders().prepare(built.sites).forwarders);
  return { running, loaded: built.loaded, files: built.rules.files };
}
