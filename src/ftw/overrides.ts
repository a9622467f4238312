import type { FtwOverride } from './load.js';
import { type FtwTest, nameOf } from './test.js';

/** Tests with overrides put in, and what was done. */
export interface OverriddenTests {
  readonly tests: readonly FtwTest[];
  /** Reasons by the name of each test that an override touched. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Overrides that speak of no test: out of date, or a slip. */
  readonly unused: readonly FtwOverride[];
}

/** Puts overrides in: the expectations of a stage are replaced whole. */
export function applyOverrides(
  tests: readonly FtwTest[],
  overrides: readonly FtwOverride[],
): OverriddenTests {
  const reasons = new Map<string, string>();
  const used = new Set<FtwOverride>();
  const changed = tests.map(test => {
    const mine = overrides.filter(
      ({ ruleId, testIds }) =>
        ruleId === test.ruleId && (testIds.length === 0 || testIds.includes(test.testId)),
    );
    if (mine.length === 0) return test;
    for (const override of mine) {
      used.add(override);
      reasons.set(nameOf(test), override.reason);
    }
    const stages = test.stages.map((stage, index) => {
      const last = mine.findLast(({ stageIds }) => stageIds.length === 0 || stageIds.includes(index));
      return last === undefined ? stage : { ...stage, output: last.output };
    });
    return { ...test, stages };
  });
  return { tests: changed, reasons, unused: overrides.filter(override => !used.has(override)) };
}
