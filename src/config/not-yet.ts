import type { Path } from './source.js';

/** Keys that the format has a place for and this version does not act on, and what to do instead. */
const NOT_YET: readonly (readonly [pattern: string, instead: string])[] = [
  ['lists.*.asn', 'expected the networks of these systems as cidrs or file'],
  ['**.gate.asn', 'expected rules by list or country'],
  ['**.gate.paths.*.asn', 'expected rules by list or country'],
];

/**
 * @param path of an unknown key, from the root of its file
 * @returns what to write instead when the key is planned, or null when it is simply unknown
 */
export function notYet(path: Path): string | null {
  const text = path.join('.');
  for (const [pattern, instead] of NOT_YET) {
    const wildcard = pattern.startsWith('**.');
    const steps = (wildcard ? pattern.slice(3) : pattern).split('.');
    const tail = wildcard ? path.slice(-steps.length) : path;
    if (
      text === pattern ||
      (tail.length === steps.length && steps.every((step, i) => step === '*' || step === String(tail[i])))
    ) {
      return instead;
    }
  }
  return null;
}
