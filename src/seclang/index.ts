/** Rule files in SecLang → a frozen plan. */
import { type Problem, Problems } from '../core/index.js';
import type { Plan } from '../inspect/plan.js';
import { compilePlan } from './compile/plan.js';
import { readRuleFiles } from './read.js';

export { expandPattern } from './read.js';

export interface LoadedRules {
  readonly plan: Plan;
  /** Warnings, in the order found. */
  readonly warnings: readonly Problem[];
  /** Every file that was read, included and data files too. */
  readonly files: readonly string[];
}

/**
 * Loads rule files in order.
 * @param files absolute paths
 * @throws ProblemsError with every mistake in all files
 */
export function loadRules(files: readonly string[]): LoadedRules {
  const problems = new Problems();
  const seen = new Set<string>();
  const nodes = readRuleFiles(files, problems, seen);
  const plan = compilePlan(nodes, problems, seen);
  problems.throwIfErrors();
  return { plan, warnings: problems.list, files: [...seen] };
}
