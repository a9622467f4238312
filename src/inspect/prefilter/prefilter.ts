import type { Requirements } from '../contract.js';
import { treeOf } from '../pipelines.js';
import type { Rule, Target } from '../plan.js';
import type { Pipeline, PipelineSet } from '../value.js';
import { LiteralAutomaton } from './automaton.js';
import { Candidates } from './candidates.js';

/**
 * Passes over rules that cannot match, by one scan of each distinct value for the literals of all rules.
 *
 * Why it is safe. It only ever says "cannot match" or "maybe":
 * - A rule has a filter only if its first operator promises (`OperatorSpec.requires`) that every value it matches
 *   contains, of each of certain lists, one of the literals after ASCII lower-casing; the promise of a regex is argued and
 *   property-tested beside it (`regex/literals.ts`). Negated operators and counts (`&ARGS`) have no filter.
 * - The automaton finds every literal that occurs (Aho–Corasick), without regard to ASCII case. Literals are cut to
 *   their first bytes: what contains a literal contains its beginning.
 * - It is fed the very values that the operator would see, and more: for each target of the rule, every form that any
 *   rule of the phase gives its values. TX is looked at when the rule is reached, and again where it was written to since.
 *   Other variables that rules change while the phase runs (MATCHED_VAR …) are read then: if they have a value, the rule is
 *   not passed over. A rule that looks at nothing else has no filter. Exclusions by `ctl` and by sites take values away,
 *   never add some.
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
  /** By group: the scans that its rules need. */
  readonly groups: readonly (readonly number[])[];
  /** By filter: the scans of TX that its rule needs. */
  readonly txScans: readonly (readonly number[])[];
  /** By filter: the other targets of its rule that rules change while the phase runs. */
  readonly changing: readonly (readonly Target[])[];
  readonly scans: readonly Scan[];
  /** Works out which rules may match. */
  readonly candidates: Candidates;
}

/** One target, looked at once a phase for all rules that look at it. */
export interface Scan {
  readonly target: Target;
  readonly forms: PipelineSet;
  /** By filter: 1 where its rule looks at this target. */
  readonly isFor: Uint8Array;
}

const MOST_FILTERS = 65_535;
const NO_TARGETS: readonly Target[] = Object.freeze([]);
const NO_SCANS: readonly number[] = Object.freeze([]);

/**
 * @param phases rules in the order they run; null where something else runs
 * @param requirementsOf what the first operator of a rule requires; null: the rule has no filter
 */
export function buildPrefilter(
  phases: readonly (readonly (Rule | null)[])[],
  requirementsOf: (rule: Rule) => Requirements | null,
): Prefilter | null {
  const builder = new Builder();
  const filters = phases.map((rules, phase) =>
    Int32Array.from(rules, rule => {
      const requirements = rule !== null && isFilterable(rule) ? requirementsOf(rule) : null;
      return rule === null || requirements === null || requirements.length === 0
        ? -1
        : builder.add(rule, phase, requirements);
    }),
  );
  return builder.finish(filters);
}

function isFilterable({ links: [{ test }] }: Rule): boolean {
  if (test === null || test.negated) return false;
  return (
    test.targets.every(target => !target.count) &&
    test.targets.some(target => isSettled(target) || isTx(target))
  );
}

function isSettled({ variable }: Target): boolean {
  return variable.settles !== 'always-changing';
}

function isTx({ variable }: Target): boolean {
  return variable.name === 'TX';
}

interface ScanDraft {
  readonly target: Target;
  readonly pipelines: Set<Pipeline>;
  readonly filters: number[];
}

class Builder {
  readonly #scans = new Map<string, ScanDraft & { readonly index: number }>();
  readonly #groups = new Map<string, { readonly index: number; readonly scans: readonly number[] }>();
  readonly #groupOf: number[] = [];
  readonly #txScans: (readonly number[])[] = [];
  readonly #changing: (readonly Target[])[] = [];
  readonly #requirements: Requirements[] = [];

  /** @returns the rule's filter, or -1 when there are too many */
  add(rule: Rule, phase: number, requirements: Requirements): number {
    const filter = this.#groupOf.length;
    if (filter >= MOST_FILTERS) return -1;
    const { targets, stages, pipeline } = rule.links[0].test!;
    const settled = targets.filter(isSettled);
    const scanFor = (target: Target): number => this.#scanFor(target, phase, stages ?? [pipeline], filter);
    const scans = settled.map(scanFor);
    const txScans = targets.filter(isTx).map(scanFor);
    const key = scans.join(',');
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { index: this.#groups.size, scans };
      this.#groups.set(key, group);
    }
    this.#groupOf.push(group.index);
    this.#txScans.push(txScans.length === 0 ? NO_SCANS : txScans);
    const changing = targets.filter(target => !isSettled(target) && !isTx(target));
    this.#changing.push(changing.length === 0 ? NO_TARGETS : changing);
    this.#requirements.push(requirements);
    return filter;
  }

  finish(filters: readonly Int32Array[]): Prefilter | null {
    const count = this.#groupOf.length;
    if (count === 0) return null;
    const sets = new PipelineSets();
    try {
      const parts = {
        automaton: this.#automaton(),
        groupOf: Uint16Array.from(this.#groupOf),
        txScans: this.#txScans,
        changing: this.#changing,
        groups: Array.from(this.#groups.values(), ({ scans }) => scans),
        scans: Array.from(this.#scans.values(), ({ target, pipelines, filters: own }) => {
          const isFor = new Uint8Array(count);
          for (const filter of own) isFor[filter] = 1;
          return { target, forms: sets.intern(pipelines), isFor };
        }),
      };
      return { ...parts, filters, candidates: new Candidates(parts) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return null;
    }
  }

  /** Conditions with the same literals are one, and are looked for once. */
  #automaton(): LiteralAutomaton {
    const conditions = new Map<string, number>();
    const meeting = new Map<string, number[]>();
    const filters = this.#requirements.map(requirements =>
      requirements.map(literals => {
        const texts = [...new Set(literals)].sort();
        const key = texts.map(text => `${text.length}:${text}`).join('');
        let condition = conditions.get(key);
        if (condition === undefined) {
          condition = conditions.size;
          conditions.set(key, condition);
          for (const text of texts) {
            const met = meeting.get(text);
            if (met === undefined) meeting.set(text, [condition]);
            else met.push(condition);
          }
        }
        return condition;
      }),
    );
    const literals = Array.from(meeting, ([text, met]) => ({ text, conditions: met }));
    return new LiteralAutomaton(literals, conditions.size, filters);
  }

  #scanFor(target: Target, phase: number, pipelines: readonly Pipeline[], filter: number): number {
    const key = `${phase} ${target.index}`;
    let scan = this.#scans.get(key);
    if (scan === undefined) {
      scan = { index: this.#scans.size, target, pipelines: new Set(), filters: [] };
      this.#scans.set(key, scan);
    }
    for (const pipeline of pipelines) scan.pipelines.add(pipeline);
    scan.filters.push(filter);
    return scan.index;
  }
}

class PipelineSets {
  readonly #known = new Map<string, PipelineSet>();

  intern(pipelines: ReadonlySet<Pipeline>): PipelineSet {
    const sorted = [...pipelines].sort((a, b) => a.id - b.id);
    const key = sorted.map(({ id }) => id).join(',');
    let set = this.#known.get(key);
    if (set === undefined) {
      set = { id: this.#known.size, nodes: treeOf(pipelines) };
      this.#known.set(key, set);
    }
    return set;
  }
}
