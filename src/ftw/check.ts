import { compileRegex } from '../inspect/regex/index.js';
import { Value } from '../inspect/value.js';
import type { FtwOutput } from './test.js';

/** What came of a stage. */
export interface StageResult {
  /** Status of the answer; null when none came. */
  readonly status: number | null;
  /** Ids of the rules that matched with `log`. */
  readonly ids: ReadonlySet<number>;
  /** Log lines of these matches, byte strings. */
  readonly log: readonly string[];
  /** The answer, as bytes. */
  readonly response: string;
}

/** Compares what came with what was expected. @returns what is wrong, in words; empty when nothing is */
export function checkStage(expected: FtwOutput, result: StageResult): string[] {
  if (expected.expectError) {
    return result.status === null ? [] : [`expected no answer, got status ${result.status}`];
  }
  if (result.status === null) return ['expected an answer, got none'];
  const wrong: string[] = [];
  if (expected.status !== null && expected.status !== result.status) {
    wrong.push(`expected status ${expected.status}, got ${result.status}`);
  }
  if (expected.responseContains !== null && !matches(expected.responseContains, result.response)) {
    wrong.push(`expected the answer to match ${expected.responseContains}`);
  }
  const missing = expected.expectIds.filter(id => !result.ids.has(id));
  if (missing.length > 0) wrong.push(`expected rule ${missing.join(', ')}, got ${listOf(result.ids)}`);
  const unwanted = expected.noExpectIds.filter(id => result.ids.has(id));
  if (unwanted.length > 0) wrong.push(`expected rule ${unwanted.join(', ')} not to match`);
  if (expected.isolated && result.ids.size !== 1) {
    wrong.push(`expected rule ${expected.expectIds.join()} alone, got ${listOf(result.ids)}`);
  }
  const { matchRegex, noMatchRegex } = expected;
  if (matchRegex !== null && !result.log.some(line => matches(matchRegex, line))) {
    wrong.push(`expected a log line that matches ${matchRegex}`);
  }
  const found = noMatchRegex === null ? undefined : result.log.find(line => matches(noMatchRegex, line));
  if (found !== undefined) wrong.push(`expected no log line that matches ${noMatchRegex}, got ${found}`);
  return wrong;
}

function matches(pattern: string, text: string): boolean {
  return compileRegex(pattern).test(new Value(text));
}

function listOf(ids: ReadonlySet<number>): string {
  return ids.size === 0 ? 'none' : [...ids].sort((a, b) => a - b).join(', ');
}
