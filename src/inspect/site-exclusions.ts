import { lowerAscii } from '../core/index.js';
import { parseExclusion } from './exclusion.js';
import type { Inspection } from './inspection.js';
import type { Exclusion, Plan, Target } from './plan.js';
import { type RuleFilter, rulesOf } from './removals.js';
import { XPathSelector } from './xpath/index.js';

/** An exclusion as the site's configuration has it. */
export interface SiteExclusionRule {
  /** First and last id. */
  readonly from: number;
  readonly to: number;
  /** E.g. `ARGS:comment` or `ARGS:/^c_/`; null takes the whole rule out. */
  readonly target: string | null;
  /** Prefix of the normalised path it holds for; null for all paths. */
  readonly path: string | null;
}

/** The same, ready to use. */
export interface SiteExclusion {
  readonly filter: RuleFilter;
  readonly exclusion: Exclusion | null;
  readonly path: string | null;
}

/** @throws OperatorError when the target names no variable or its regex cannot be compiled */
export function compileSiteExclusion(rule: SiteExclusionRule): SiteExclusion {
  const filter: RuleFilter = { by: 'id', from: rule.from, to: rule.to };
  return { filter, exclusion: rule.target === null ? null : parseExclusion(rule.target), path: rule.path };
}

/**
 * Why an exclusion changes nothing under this plan: `check` says so. `rule`: it names none; `target`: no rule that it
 * names looks at its target. Null when it has an effect.
 */
export function excludesNothing({ filter, exclusion }: SiteExclusion, plan: Plan): 'rule' | 'target' | null {
  const rules = rulesOf(plan, filter);
  if (rules.size === 0) return 'rule';
  if (exclusion === null) return null;
  for (const { links } of rules) {
    if (links.some(({ test }) => test?.targets.some(target => mayTake(exclusion, target)) === true))
      return null;
  }
  return 'target';
}

/** False when the exclusion takes nothing out of what the target gives, whatever the request. */
function mayTake({ collection, selector }: Exclusion, target: Target): boolean {
  if (target.count || target.variable.name !== collection) return false;
  if (target.selector instanceof XPathSelector)
    return selector === null || selector.matches(lowerAscii(target.selector.source));
  const own = target.selector?.key ?? null;
  // Of two regexes, and of a regex and a key, only the request can tell.
  return own === null || selector === null || selector.matches(own);
}

/**
 * Puts a site's exclusions in force for one inspection, before its first rule.
 * @param ambiguous true when an upstream may read the path otherwise than we do: then exclusions that name a path do
 *   not hold, because an attacker could write the path so that it only looks like an excluded one
 */
export function applySiteExclusions(
  inspection: Inspection,
  exclusions: readonly SiteExclusion[],
  path: string,
  ambiguous: boolean,
): void {
  for (const { filter, exclusion, path: prefix } of exclusions) {
    if (prefix !== null && (ambiguous || !path.startsWith(prefix))) continue;
    if (exclusion === null) inspection.removals.removeRules(filter);
    else inspection.removals.removeTarget(filter, exclusion);
  }
}
