import type { Exclusion, Rule } from './plan.js';

/** Which rules an exclusion speaks of. */
export type RuleFilter =
  | { readonly by: 'id'; readonly from: number; readonly to: number }
  /** Equal to one of the rule's tags. */
  | { readonly by: 'tag'; readonly text: string }
  /** Equal to the rule's msg. */
  | { readonly by: 'msg'; readonly text: string };

const NOTHING: readonly Exclusion[] = Object.freeze([]);

/**
 * What is taken out of the rules for one transaction: by `ctl:ruleRemove…` while it runs, and by its site's
 * exclusions from the start.
 */
export class Removals {
  readonly #rules: RuleFilter[] = [];
  readonly #targets: { readonly filter: RuleFilter; readonly exclusion: Exclusion }[] = [];
  readonly #targetsByRule = new Map<Rule, readonly Exclusion[]>();
  /** False while nothing at all is removed: then neither question below need be asked. */
  active = false;

  removeRules(filter: RuleFilter): void {
    this.#rules.push(filter);
    this.active = true;
  }

  removeTarget(filter: RuleFilter, exclusion: Exclusion): void {
    this.#targets.push({ filter, exclusion });
    this.#targetsByRule.clear();
    this.active = true;
  }

  removes(rule: Rule): boolean {
    for (const filter of this.#rules) if (speaksOf(filter, rule)) return true;
    return false;
  }

  /** Exclusions that hold for every target of the rule, those of its chained rules included. */
  exclusionsFor(rule: Rule): readonly Exclusion[] {
    if (this.#targets.length === 0) return NOTHING;
    let exclusions = this.#targetsByRule.get(rule);
    if (exclusions === undefined) {
      const found = this.#targets.filter(entry => speaksOf(entry.filter, rule)).map(entry => entry.exclusion);
      exclusions = found.length > 0 ? found : NOTHING;
      this.#targetsByRule.set(rule, exclusions);
    }
    return exclusions;
  }
}

/** True when the filter names this rule. Tags and messages with macros are compared as written. */
export function speaksOf(filter: RuleFilter, rule: Rule): boolean {
  switch (filter.by) {
    case 'id':
      return rule.id >= filter.from && rule.id <= filter.to;
    case 'tag':
      return rule.tags.some(tag => tag.source === filter.text);
    case 'msg':
      return rule.msg.source === filter.text;
  }
}
