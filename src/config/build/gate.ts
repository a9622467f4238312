import { nearest } from '../../core/index.js';
import { show } from '../explain.js';
import { looksLikeNetwork } from '../schema/address.js';
import type { GateRules, SiteGate } from '../schema/gate.js';
import type { Section } from '../source.js';
import { warnOfNetworks } from './networks.js';

/** The gate of a site that has none. */
export const OPEN_GATE: SiteGate = { only: null, allow: [], deny: [], countries: null, paths: [] };

/** Reports list names that are not defined, and rules that are probably not meant. @param lists names of all lists */
export function checkGate(gate: SiteGate, lists: ReadonlySet<string>, section: Section): void {
  checkRules(gate, lists, section);
  const matches = new Set<string>();
  gate.paths.forEach((path, index) => {
    const at = section.at('paths', index);
    checkRules(path, lists, at);
    if (isOpen(path)) at.warning(`${at.name} has no rule`, 'expected only, deny or countries');
    if (matches.has(path.match))
      at.warning(`a second gate for ${show(path.match)}`, 'both apply: the stricter wins');
    matches.add(path.match);
  });
}

/** True when nobody is refused. */
export function isOpen(rules: GateRules): boolean {
  return rules.only === null && rules.deny.length === 0 && rules.countries === null;
}

function checkRules(rules: GateRules, lists: ReadonlySet<string>, section: Section): void {
  checkEntries(rules.only ?? [], 'then `only` keeps nobody out', lists, section.at('only'));
  checkEntries(rules.allow, 'then `allow` lets everyone past the gate', lists, section.at('allow'));
  if (rules.deny !== 'all') checkEntries(rules.deny, null, lists, section.at('deny'));
}

function checkEntries(
  entries: readonly string[],
  danger: string | null,
  lists: ReadonlySet<string>,
  section: Section,
): void {
  entries.forEach((entry, index) => {
    if (looksLikeNetwork(entry) || lists.has(entry)) return;
    const meant = nearest(entry, lists);
    section
      .at(index)
      .error(
        `${section.name} names the list ${show(entry)}, which is not defined`,
        meant === null ? `expected a list that stands under \`lists\`` : `did you mean ${meant}?`,
      );
  });
  warnOfNetworks(entries, danger, section);
}
