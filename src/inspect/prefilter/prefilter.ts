import type { Rule, Target } from '../plan.js';
import type { Pipeline } from '../value.js';
import { LiteralAutomaton } from './automaton.js';

/**
 * Passes over rules that cannot match, by one scan of each distinct value for the literals of all rules.
 *
 * Why it is safe. It only ever says "cannot match" or "maybe":
 * - A rule has a filter only if its first operator promises (`OperatorSpec.requires`) that every value it matches
 *   contains one of certain literals after ASCII lower-casing; the promise of a regex is argued and property-tested
 *   beside it (`regex/literals.ts`). Negated operators and counts (`&ARGS`) have no filter.
 * - The scan finds every literal that occurs (Aho–Corasick), without regard to ASCII case. Literals are cut to their
 *   first bytes: what contains a literal contains its beginning.
 * - It is made of the very values that the operator would see: the same targets, through the same pipeline, at the same
 *   time: a rule that looks at a variable which rules change while the phase runs (TX, MATCHED_VAR …) has no filter.
 *   Exclusions by `ctl` and by sites take values away, never add some: the scan sees a superset.
 * - The other rules of a chain are only tested when the first one matched, and always by the plain path.
 * - Rules without a filter, and all rules when the automaton cannot be built, take the plain path.
 *
 * The engine without a prefilter stays beside it as its reference: the same requests give the same matches in both.
 */
export interface Prefilter {
  readonly automaton: LiteralAutomaton;
  /** By phase: the filter of each rule, or -1. */
  readonly filters: readonly Int32Array[];
  /** By filter: its group. */
  readonly groupOf: Uint16Array;
  readonly groups: readonly FilterGroup[];
}

/** Rules that look at the same values: scanned for once a phase. */
export interface FilterGroup {
  readonly targets: readonly Target[];
  readonly pipelines: readonly Pipeline[];
}

/** Longest part of a literal that is looked for, in bytes: longer ones make the table larger and find hardly less. */
const LONGEST_LITERAL = 8;
const MOST_FILTERS = 65_535;

/** @param literalsOf what the first operator of a rule requires; null: the rule has no filter */
export function buildPrefilter(
  phases: readonly (readonly Rule[])[],
  literalsOf: (rule: Rule) => readonly string[] | null,
): Prefilter | null {
  const groups: FilterGroup[] = [];
  const groupIndex = new Map<string, number>();
  const groupOf: number[] = [];
  const byLiteral = new Map<string, number[]>();
  const filters = phases.map((rules, phase) =>
    Int32Array.from(rules, rule => {
      const literals = filterable(rule) ? literalsOf(rule) : null;
      if (literals === null || literals.length === 0 || groupOf.length >= MOST_FILTERS) return -1;
      const filter = groupOf.push(groupFor(rule, phase, groups, groupIndex)) - 1;
      for (const literal of literals) {
        const text = literal.slice(0, LONGEST_LITERAL);
        const asking = byLiteral.get(text);
        if (asking === undefined) byLiteral.set(text, [filter]);
        else if (asking[asking.length - 1] !== filter) asking.push(filter);
      }
      return filter;
    }),
  );
  if (groupOf.length === 0) return null;
  try {
    const literals = Array.from(byLiteral, ([text, asking]) => ({ text, filters: asking }));
    const automaton = new LiteralAutomaton(literals, groupOf.length);
    return { automaton, filters, groupOf: Uint16Array.from(groupOf), groups };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

function filterable({ links: [{ test }] }: Rule): boolean {
  if (test === null || test.negated) return false;
  return test.targets.every(target => !target.count && target.variable.settles !== 'always-changing');
}

function groupFor(rule: Rule, phase: number, groups: FilterGroup[], known: Map<string, number>): number {
  const test = rule.links[0].test!;
  const pipelines = test.stages ?? [test.pipeline];
  const key = `${phase};${test.targets.map(target => target.index).join(',')};${pipelines.map(({ id }) => id).join(',')}`;
  let index = known.get(key);
  if (index === undefined) {
    index = groups.push({ targets: test.targets, pipelines }) - 1;
    known.set(key, index);
  }
  return index;
}
