import type { Exclusion, Plan, Rule } from './plan.js';

/** Which rules an exclusion speaks of. */
export type RuleFilter =
  | { readonly by: 'id'; readonly from: number; readonly to: number }
  /** Equal to one of the rule's tags. */
  | { readonly by: 'tag'; readonly text: string }
  /** Equal to the rule's msg. */
  | { readonly by: 'msg'; readonly text: string };

const NOTHING: readonly Exclusion[] = Object.freeze([]);
/** Variables of the targets of rules that are foreseen. */
const FORESEEN = 'TX';

/** Rules that a filter names, by plan and filter: worked out at its first use, for all transactions. */
const resolved = new WeakMap<Plan, Map<RuleFilter, ReadonlySet<Rule>>>();

/** Whether two sets of rules have one in common. */
const overlaps = new WeakMap<ReadonlySet<Rule>, WeakMap<ReadonlySet<Rule>, boolean>>();

/**
 * What is taken out of the rules for one transaction: by `ctl:ruleRemove…` while it runs, and by its site's
 * exclusions from the start.
 */
export class Removals {
  readonly #plan: Plan;
  readonly #relied: ReadonlySet<Rule>;
  readonly #rules: ReadonlySet<Rule>[] = [];
  readonly #targets: { readonly rules: ReadonlySet<Rule>; readonly exclusion: Exclusion }[] = [];
  /** False while nothing at all is removed: then neither question below need be asked. */
  active = false;
  /** True when something is removed of a rule that was foreseen to match. */
  breaksForesight = false;

  /** The rule that was asked for last, and its answer: a rule asks once for each of its targets. */
  #asked: Rule | null = null;
  #answer: readonly Exclusion[] = NOTHING;

  /** @param relied rules that were foreseen to match */
  constructor(plan: Plan, relied: ReadonlySet<Rule>) {
    this.#plan = plan;
    this.#relied = relied;
  }

  removeRules(filter: RuleFilter): void {
    const rules = rulesOf(this.#plan, filter);
    this.#rules.push(rules);
    this.active = true;
    if (this.#reliesOn(rules)) this.breaksForesight = true;
  }

  removeTarget(filter: RuleFilter, exclusion: Exclusion): void {
    const rules = rulesOf(this.#plan, filter);
    this.#targets.push({ rules, exclusion });
    this.#asked = null;
    this.active = true;
    if (exclusion.collection === FORESEEN && this.#reliesOn(rules)) this.breaksForesight = true;
  }

  removes(rule: Rule): boolean {
    const sets = this.#rules;
    for (let i = 0; i < sets.length; i++) if (sets[i].has(rule)) return true;
    return false;
  }

  /** Exclusions that hold for every target of the rule, those of its chained rules included. */
  exclusionsFor(rule: Rule): readonly Exclusion[] {
    if (this.#asked === rule) return this.#answer;
    let exclusions: Exclusion[] | null = null;
    const targets = this.#targets;
    for (let i = 0; i < targets.length; i++) {
      if (!targets[i].rules.has(rule)) continue;
      exclusions ??= [];
      exclusions.push(targets[i].exclusion);
    }
    this.#asked = rule;
    this.#answer = exclusions ?? NOTHING;
    return this.#answer;
  }

  #reliesOn(rules: ReadonlySet<Rule>): boolean {
    let known = overlaps.get(this.#relied);
    if (known === undefined) {
      known = new WeakMap();
      overlaps.set(this.#relied, known);
    }
    let overlap = known.get(rules);
    if (overlap === undefined) {
      overlap = [...this.#relied].some(rule => rules.has(rule));
      known.set(rules, overlap);
    }
    return overlap;
  }
}

/** Rules of the plan that the filter names. Tags and messages with macros are compared as written. */
export function rulesOf(plan: Plan, filter: RuleFilter): ReadonlySet<Rule> {
  let known = resolved.get(plan);
  if (known === undefined) {
    known = new Map();
    resolved.set(plan, known);
  }
  let rules = known.get(filter);
  if (rules === undefined) {
    rules = new Set([...plan.rulesById.values()].filter(rule => speaksOf(filter, rule)));
    known.set(filter, rules);
  }
  return rules;
}

function speaksOf(filter: RuleFilter, rule: Rule): boolean {
  switch (filter.by) {
    case 'id':
      return rule.id >= filter.from && rule.id <= filter.to;
    case 'tag':
      return rule.tags.some(tag => tag.source === filter.text);
    case 'msg':
      return rule.msg.source === filter.text;
  }
}
