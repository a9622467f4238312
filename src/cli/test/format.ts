import { printable } from '../explain-format.js';
import type { FileOutcome, TestFailure } from './share.js';

export interface TestSummary {
  readonly outcomes: readonly FileOutcome[];
  /** From the start of the command, loading and explaining included. */
  readonly milliseconds: number;
}

/** The failures, each with what every matching rule saw, then `N passed, N failed`. */
export function testsAsText(summary: TestSummary): string {
  const { passed, overridden, failures } = counted(summary);
  const lines: string[] = [];
  for (const { name, description, file, line, wrong, explained } of failures) {
    const title = description === '' ? '' : ` ${printable(description)}`;
    lines.push(`failed ${name}${title}`, `  at ${file}:${line}`);
    for (const text of wrong) lines.push(`  ${printable(text)}`);
    for (const text of explained) lines.push(text.trimEnd().replace(/^(?=.)/gm, '    '));
    lines.push('');
  }
  const note = overridden === 0 ? '' : ` (${overridden} with overrides)`;
  return `${[...lines, `${passed} passed, ${failures.length} failed${note}`].join('\n')}\n`;
}

/** The explanations of the outcomes must be JSON themselves. */
export function testsAsJson(summary: TestSummary): string {
  const { passed, overridden, failures } = counted(summary);
  const list = failures.map(({ name, description, file, line, wrong, explained }) => ({
    test: name,
    description,
    file,
    line,
    wrong,
    explain: explained.map(text => JSON.parse(text) as unknown),
  }));
  const { milliseconds } = summary;
  return `${JSON.stringify({ passed, failed: failures.length, overridden, milliseconds, failures: list }, null, 2)}\n`;
}

function counted({ outcomes }: TestSummary): {
  readonly passed: number;
  readonly overridden: number;
  readonly failures: readonly TestFailure[];
} {
  const failures = outcomes.flatMap(outcome => outcome.failures);
  const tests = outcomes.reduce((sum, outcome) => sum + outcome.tests, 0);
  // A set of rules may have its tests in several files.
  const overridden = new Set(outcomes.flatMap(outcome => outcome.overridden)).size;
  return { passed: tests - failures.length, overridden, failures };
}
