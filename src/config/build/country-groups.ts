import { didYouMean } from '../../core/index.js';
import { show } from '../explain.js';
import { BUILT_IN_GROUPS } from '../schema/country-groups.js';
import type { Section } from '../source.js';

/** Upper-case country codes by the name of their group. */
export type CountryGroups = ReadonlyMap<string, readonly string[]>;

/** The built-in groups and the operator's own, each with the countries of the built-in groups that it names. */
export function expandGroups(
  own: Readonly<Record<string, readonly string[]>>,
  section: Section,
): CountryGroups {
  const groups = new Map(BUILT_IN_GROUPS);
  for (const [name, codes] of Object.entries(own)) {
    if (BUILT_IN_GROUPS.has(name)) {
      section.at(name).error(`the group ${show(name)} is built in`, 'expected another name');
    } else groups.set(name, expandCodes(codes, BUILT_IN_GROUPS, section.at(name)));
  }
  return groups;
}

/** Country codes with those of groups in the place of their names, each once. Unknown names are reported. */
export function expandCodes(codes: readonly string[], groups: CountryGroups, section: Section): string[] {
  const found = new Set<string>();
  codes.forEach((code, index) => {
    if (code.length === 2 && code !== 'EU') {
      found.add(code);
      return;
    }
    const members = groups.get(code);
    if (members !== undefined) for (const member of members) found.add(member);
    else {
      const meant = didYouMean(code, groups.keys());
      const expected = meant === '' ? 'expected a group that stands under `countryGroups`' : meant;
      section
        .at(index)
        .error(`${section.name} names the group ${show(code)}, which is not defined`, expected);
    }
  });
  return [...found];
}
