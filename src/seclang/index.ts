/** Rule files in SecLang → a frozen plan. */
import { type Problem, Problems } from '../core/index.js';
import type { Plan } from '../inspect/plan.js';
import { compilePlan } from './compile/plan.js';
import { readRuleFiles } from './read.js';
import { readable } from './readable.js';

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
 * @throws ProblemsError with every mistake in all files, in the order they were read, by line and column
 */
export function loadRules(files: readonly string[]): LoadedRules {
  const problems = new Problems();
  const seen = new Set<string>();
  const nodes = readRuleFiles(files, problems, seen);
  const plan = compilePlan(nodes, problems, seen);
  const order = new Map(Array.from(seen, (file, index) => [file, index]));
  problems.list.sort((a, b) => byPlace(a, b, order));
  problems.list.splice(0, problems.list.length, ...problems.list.map(readable));
  problems.throwIfErrors();
  return { plan, warnings: problems.list, files: [...seen] };
}

function byPlace(a: Problem, b: Problem, order: ReadonlyMap<string, number>): number {
  const files = (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0);
  return files !== 0 ? files : a.line - b.line || a.column - b.column;
}
