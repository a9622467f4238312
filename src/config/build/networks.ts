import { looksLikeNetwork, misalignedNetwork } from '../schema/address.js';
import type { Section } from '../source.js';

/**
 * Warns of networks that are valid and probably not meant: bits set behind the prefix, and the whole Internet where
 * that opens something (`danger` says what; null when it opens nothing).
 */
export function warnOfNetworks(entries: readonly string[], danger: string | null, section: Section): void {
  entries.forEach((entry, index) => {
    if (!looksLikeNetwork(entry)) return;
    const aligned = misalignedNetwork(entry);
    if (aligned !== null) {
      section.at(index).warning(`${entry} has bits set behind its prefix`, `${aligned} is what it means`);
    }
    if (danger !== null && entry.endsWith('/0'))
      section.at(index).warning(`${entry} is every address`, danger);
  });
}
