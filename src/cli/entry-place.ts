import type { LoadedConfig } from '../config/index.js';
import type { GateStep } from '../gate/index.js';

/**
 * Where the entry of a list stands that a step of the gate found: `file:line`, in the list's own file or, for an entry
 * written in the configuration, there.
 * @param site index of the site in the configuration
 * @returns null for a step without an entry
 */
export function entryPlace(loaded: LoadedConfig, site: number, step: GateStep): string | null {
  const { entry } = step;
  if (entry === null) return null;
  if (entry.file !== null) return `${entry.file}:${entry.line}`;
  const { file, line } = loaded.place(pathOf(loaded, site, step, entry.text));
  return `${file}:${line}`;
}

function pathOf(loaded: LoadedConfig, site: number, step: GateStep, text: string): (string | number)[] {
  const { lists, sites } = loaded.config;
  const { gate } = sites[site];
  const list = lists.find(({ name }) => name === step.by);
  if (list !== undefined) {
    const index = 'cidrs' in list.source ? list.source.cidrs.indexOf(text) : -1;
    return ['lists', list.name, 'cidrs', index];
  }
  const scope = gate.paths.findIndex(({ match }) => match === step.scope);
  const rules = step.scope === 'site' ? gate : gate.paths[scope];
  const where = step.scope === 'site' ? [] : ['paths', scope];
  if (step.check === 'country') return ['sites', site, 'gate', ...where, 'countries'];
  const entries = rules[step.check];
  return ['sites', site, 'gate', ...where, step.check, Array.isArray(entries) ? entries.indexOf(text) : 0];
}
