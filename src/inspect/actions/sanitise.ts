import type { ActionSpec } from './spec.js';

/** A `sanitise…` action under both spellings of the manual. */
export function bothSpellings(
  suffix: string,
  spec: Omit<ActionSpec, 'name' | 'group' | 'notIn'>,
): ActionSpec[] {
  return ['sanitise', 'sanitize'].map(prefix => ({
    ...spec,
    name: `${prefix}${suffix}`,
    group: 'non-disruptive',
    notIn: [],
    example: spec.example.replaceAll('sanitise', prefix),
  }));
}
