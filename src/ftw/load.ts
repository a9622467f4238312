import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { readSource, validate } from '../config/index.js';
import { Problems } from '../core/index.js';
import { overrideFile, testFile, type WrittenInput, type WrittenOutput } from './schema.js';
import { expandTemplates } from './template.js';
import type { FtwInput, FtwOutput, FtwTest } from './test.js';

/** What replaces the expectations of some tests on this platform, and why. */
export interface FtwOverride {
  readonly ruleId: number;
  /** Empty: all tests of the rule. */
  readonly testIds: readonly number[];
  /** Empty: all stages. Counted from 0. */
  readonly stageIds: readonly number[];
  readonly reason: string;
  readonly output: FtwOutput;
}

/**
 * Loads tests from files and folders (searched for *.yaml and *.yml, sorted by path, subfolders too).
 * @throws ProblemsError with every mistake in all files
 */
export function loadTests(paths: readonly string[]): FtwTest[] {
  const problems = new Problems();
  const tests: FtwTest[] = [];
  for (const file of testFiles(paths, problems)) tests.push(...loadTestFile(file, problems));
  problems.throwIfErrors();
  return tests;
}

/** The files that `loadTests` would read, in its order; absolute paths. */
export function testFiles(paths: readonly string[], problems: Problems): string[] {
  return paths.flatMap(given => filesOf(path.resolve(given), problems));
}

/** @throws ProblemsError */
export function loadOverrides(file: string): FtwOverride[] {
  const problems = new Problems();
  const source = readSource(path.resolve(file), problems, 'text');
  const written = source === null ? null : validate(overrideFile, source.value, source, [], problems);
  problems.throwIfErrors();
  return (written?.test_overrides ?? []).map(override => ({
    ruleId: override.rule_id,
    testIds: override.test_ids ?? [],
    stageIds: override.stage_ids ?? [],
    reason: override.reason,
    output: outputOf(override.output),
  }));
}

function filesOf(given: string, problems: Problems): string[] {
  const place = { file: given, line: 1, column: 1 };
  try {
    if (!statSync(given).isDirectory()) return [given];
    const names = readdirSync(given, { recursive: true, encoding: 'utf8' });
    const files = names.filter(name => /\.ya?ml$/.test(name)).sort();
    if (files.length === 0) problems.error(place, 'a folder without tests', 'expected *.yaml files in it');
    return files.map(name => path.join(given, name));
  } catch (error) {
    problems.error(place, `cannot be read: ${(error as Error).message}`, 'name a file or folder of tests');
    return [];
  }
}

/** The tests of one file; none where there are mistakes in it, which `problems` then has. */
export function loadTestFile(file: string, problems: Problems): FtwTest[] {
  const source = readSource(file, problems, 'text');
  // A file of comments only has no tests, which is no mistake.
  if (source === null || source.value === null) return [];
  // Rule sets keep overrides for other engines beside their tests.
  if (typeof source.value === 'object' && 'test_overrides' in source.value) return [];
  const written = validate(testFile, source.value, source, [], problems);
  if (written === null) return [];
  const tests: FtwTest[] = [];
  for (const [index, test] of written.tests.entries()) {
    for (const [number, { input, output }] of test.stages.entries()) {
      const place = source.place(['tests', index, 'stages', number]);
      if (input.encoded_request !== undefined && (input.data ?? '') !== '') {
        problems.error(place, 'data and encoded_request together', 'expected one of them');
      }
      if (output.isolated === true && output.log?.expect_ids?.length !== 1) {
        problems.error(
          place,
          'isolated without exactly one expected id',
          'expected one id in log.expect_ids',
        );
      }
    }
    tests.push({
      ruleId: written.rule_id,
      testId: test.test_id ?? index + 1,
      description: test.desc ?? '',
      stages: test.stages.map(({ input, output }) => ({ input: inputOf(input), output: outputOf(output) })),
      place: source.place(['tests', index]),
    });
  }
  return tests;
}

function inputOf(written: WrittenInput): FtwInput {
  return {
    method: written.method ?? 'GET',
    uri: written.uri ?? '/',
    version: written.version ?? 'HTTP/1.1',
    headers: written.ordered_headers ?? sortedHeaders(written.headers ?? {}),
    data: written.data === undefined ? (written.encoded_data ?? NO_DATA) : expandTemplates(written.data),
    encodedRequest: written.encoded_request ?? null,
    autocompleteHeaders: written.autocomplete_headers ?? !(written.stop_magic ?? false),
    followRedirect: written.follow_redirect ?? false,
    saveCookie: written.save_cookie ?? false,
  };
}

const NO_DATA = Buffer.alloc(0);

/** A map has no order, so go-ftw sends its headers sorted by name, byte by byte. */
function sortedHeaders(headers: Readonly<Record<string, string>>): FtwInput['headers'] {
  return Object.keys(headers)
    .sort((left, right) => (left < right ? -1 : 1))
    .map(name => ({ name, value: headers[name] }));
}

function outputOf(written: WrittenOutput): FtwOutput {
  const log = written.log ?? {};
  const saysMatch = log.expect_ids !== undefined || log.match_regex !== undefined;
  const saysNoMatch = log.no_expect_ids !== undefined || log.no_match_regex !== undefined;
  return {
    // go-ftw reads 0 as no expectation.
    status: written.status || null,
    responseContains: written.response_contains ?? null,
    expectIds: log.expect_ids ?? [],
    noExpectIds: log.no_expect_ids ?? [],
    matchRegex: (saysMatch ? log.match_regex : written.log_contains) || null,
    noMatchRegex: (saysNoMatch ? log.no_match_regex : written.no_log_contains) || null,
    expectError: written.expect_error ?? false,
    isolated: written.isolated ?? false,
  };
}
