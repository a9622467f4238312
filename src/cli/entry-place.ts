import type { LoadedConfig } from '../config/index.js';
import type { GateStep } from '../gate/index.js';

/**
 * Where a step of the gate was decided: `file:line` of the entry that it found, in the list's own file or, for an entry
 * written in the configuration, there; of a refusal without an entry (`deny: all`, `only`, `countries`), its key.
 * @param site index of the site in the configuration
 * @returns null where nothing was decided, and for what no file says: bans and break-glass
 */
export function entryPlace(loaded: LoadedConfig, site: number, step: GateStep): string | null {
  const { entry, check } = step;
  if (check === 'open' || check === 'ban') return null;
  if (check === 'rate') {
    const index = loaded.config.sites[site].gate.rates.findIndex(({ name }) => name === step.by);
    const { file, line } = loaded.place(['sites', site, 'gate', 'rates', index]);
    return `${file}:${line}`;
  }
  if (entry === null && step.outcome !== 'blocks') return null;
  if (entry !== null && entry.file !== null) return `${entry.file}:${entry.line}`;
  const { file, line } = loaded.place(pathOf(loaded, site, step, check, entry?.text ?? ''));
  return `${file}:${line}`;
}

function pathOf(
  loaded: LoadedConfig,
  site: number,
  step: GateStep,
  check: 'allow' | 'only' | 'deny' | 'feed' | 'country',
  text: string,
): (string | number)[] {
  const { lists, sites } = loaded.config;
  const { gate } = sites[site];
  const list = text === '' ? undefined : lists.find(({ name }) => name === step.by);
  if (list !== undefined) {
    const index = 'cidrs' in list.source ? list.source.cidrs.indexOf(text) : -1;
    return ['lists', list.name, 'cidrs', index];
  }
  const scope = gate.paths.findIndex(({ match }) => match === step.scope);
  const rules = step.scope === 'site' ? gate : gate.paths[scope];
  const where = step.scope === 'site' ? [] : ['paths', scope];
  const at = ['sites', site, 'gate', ...where];
  if (check === 'country') return [...at, 'countries'];
  const key = check === 'feed' ? 'deny' : check;
  const entries = rules[key];
  const index = Array.isArray(entries) ? entries.indexOf(text) : -1;
  return index < 0 ? [...at, key] : [...at, key, index];
}
