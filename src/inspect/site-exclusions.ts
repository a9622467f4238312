import { parseExclusion } from './exclusion.js';
import type { Inspection } from './inspection.js';
import type { Exclusion, Plan } from './plan.js';
import { type RuleFilter, rulesOf } from './removals.js';

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

/** True when the exclusion names no rule of the plan: `check` says so. */
export function excludesNothing(exclusion: SiteExclusion, plan: Plan): boolean {
  return rulesOf(plan, exclusion.filter).size === 0;
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
