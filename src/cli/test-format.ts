import { type FtwTest, nameOf } from '../ftw/index.js';
import { asJson, asText, type ExplainReport, printable } from './explain-format.js';

/** A test that failed, with what its stages met. */
export interface Failure {
  readonly test: FtwTest;
  /** What is wrong, in words. */
  readonly wrong: readonly string[];
  /** One for each stage that was judged. */
  readonly reports: readonly ExplainReport[];
}

export interface TestSummary {
  readonly passed: number;
  /** Tests with expectations of an override. */
  readonly overridden: number;
  /** How long the tests took, without loading anything and without explaining failures. */
  readonly milliseconds: number;
  readonly failures: readonly Failure[];
}

/** The failures, each with what every matching rule saw, then `N passed, N failed`. */
export function testsAsText({ passed, overridden, failures }: TestSummary): string {
  const lines: string[] = [];
  for (const { test, wrong, reports } of failures) {
    const description = test.description === '' ? '' : ` ${printable(test.description)}`;
    lines.push(`failed ${nameOf(test)}${description}`, `  at ${test.place.file}:${test.place.line}`);
    for (const text of wrong) lines.push(`  ${printable(text)}`);
    for (const report of reports)
      lines.push(
        asText(report)
          .trimEnd()
          .replace(/^(?=.)/gm, '    '),
      );
    lines.push('');
  }
  const note = overridden === 0 ? '' : ` (${overridden} with overrides)`;
  return `${[...lines, `${passed} passed, ${failures.length} failed${note}`].join('\n')}\n`;
}

export function testsAsJson({ passed, overridden, milliseconds, failures }: TestSummary): string {
  const list = failures.map(({ test, wrong, reports }) => ({
    test: nameOf(test),
    description: test.description,
    file: test.place.file,
    line: test.place.line,
    wrong,
    explain: reports.map(report => JSON.parse(asJson(report)) as unknown),
  }));
  return `${JSON.stringify({ passed, failed: failures.length, overridden, milliseconds, failures: list }, null, 2)}\n`;
}
