import { nearest } from '../../core/index.js';
import { show } from '../explain.js';
import { looksLikeNetwork } from '../schema/address.js';
import { type GateRules, OFFICE, type SiteGate } from '../schema/gate.js';
import type { Section } from '../source.js';
import { type CountryGroups, expandCodes } from './country-groups.js';
import { warnOfNetworks } from './networks.js';

const EXPECTED_OFFICE = 'expected the addresses of the office as `lists: { office: { cidrs: [..] } }`';

/** The gate of a site that has none. */
export const OPEN_GATE: SiteGate = {
  only: null,
  allow: [],
  deny: [],
  countries: null,
  paths: [],
  rates: [],
  refusal: 'page',
};

/**
 * Puts the countries of groups in the place of their names. @param groups all groups, `expandGroups` made them
 * @returns the gate; names that are no group are reported and left out
 */
export function resolveCountries(gate: SiteGate, groups: CountryGroups, section: Section): SiteGate {
  const resolved = <Rules extends GateRules>(rules: Rules, at: Section): Rules => {
    const { countries } = rules;
    if (countries === null || at.has('domestic')) return rules;
    const expand = (codes: readonly string[], key: string): string[] =>
      expandCodes(codes, groups, at.at('countries', key));
    const only = countries.only === null ? null : expand(countries.only, 'only');
    return { ...rules, countries: { ...countries, only, deny: expand(countries.deny, 'deny') } };
  };
  const paths = gate.paths.map((path, index) => resolved(path, section.at('paths', index)));
  return { ...resolved(gate, section), paths };
}

/** Reports list names that are not defined, and rules that are probably not meant. @param lists names of all lists */
export function checkGate(gate: SiteGate, lists: ReadonlySet<string>, section: Section): void {
  if (gate.only?.includes(OFFICE) && !lists.has(OFFICE) && !section.has('only')) {
    section.error('the gate is office-only, and there is no list office', EXPECTED_OFFICE);
    return;
  }
  checkRules(gate, lists, section);
  const matches = new Set<string>();
  gate.paths.forEach((path, index) => {
    const at = section.at('paths', index);
    if (path.only?.includes(OFFICE) && !lists.has(OFFICE) && !at.has('only'))
      at.error('the gate is office-only, and there is no list office', EXPECTED_OFFICE);
    else checkRules(path, lists, at);
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

/** Reports names in a list of entries that are no list. @param danger what the whole Internet among them would do */
export function checkEntries(
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
