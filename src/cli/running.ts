import { Forwarders } from '../gateway/forwarders.js';
import { build, type Running, readConfig } from '../gateway/index.js';
import { printProblems } from './problems.js';

/** A configuration compiled as for a start, without opening a socket. Warnings go to standard error. */
export function compileOffline(configFile: string): Running {
  const built = build(readConfig(configFile));
  printProblems(built.warnings);
  return built.activate(new Forwarders().prepare(built.sites).forwarders);
}
