import { statSync } from 'node:fs';
import { type Problem, Problems, ProblemsError } from '../../core/index.js';
import {
  applyOverrides,
  type FtwOverride,
  type FtwTest,
  loadOverrides,
  loadTestFile,
  nameOf,
  runInProcess,
} from '../../ftw/index.js';
import type { Running } from '../../gateway/index.js';
import { Router } from '../../gateway/router.js';
import { asJson, asText, type ExplainReport } from '../explain-format.js';
import { Recorder } from '../explain-recorder.js';

/** What is to be run, as every thread is told it. Plain data. */
export interface ShareTask {
  readonly config: string;
  readonly overrides: string | null;
  /** Send every test to this site, whatever its Host says; null: what each test says. */
  readonly host: string | null;
  /** Explanations in JSON, not in words. */
  readonly json: boolean;
  /** The engine that tests every rule on every value. */
  readonly plain: boolean;
  /** Files of tests, in the order of the report. */
  readonly files: readonly string[];
  /** Indexes of `files` in the order in which they are taken. */
  readonly order: readonly number[];
  /** An Int32Array of one: how many of `order` were taken. All threads take from it. */
  readonly taken: SharedArrayBuffer;
}

/** A test that failed. Plain data. */
export interface TestFailure {
  readonly name: string;
  readonly description: string;
  readonly file: string;
  readonly line: number;
  /** What is wrong, in words. */
  readonly wrong: readonly string[];
  /** What the rules saw, of each stage that was judged. */
  readonly explained: readonly string[];
  /** A request of it belonged to no site. */
  readonly noSite: boolean;
}

/** What came of the tests of one file. Plain data. */
export interface FileOutcome {
  /** Of `files`. */
  readonly index: number;
  readonly tests: number;
  /** Names of tests with expectations of an override. */
  readonly overridden: readonly string[];
  /** Indexes of overrides that spoke of a test. */
  readonly usedOverrides: readonly number[];
  readonly failures: readonly TestFailure[];
  /** Mistakes in the file; nothing of it was run then. */
  readonly problems: readonly Problem[];
}

/** Takes files until none is left, and runs their tests. @throws ProblemsError for mistakes in the overrides */
export async function runShare(task: ShareTask, running: Running): Promise<FileOutcome[]> {
  const overrides = task.overrides === null ? [] : loadOverrides(task.overrides);
  const taken = new Int32Array(task.taken);
  const outcomes: FileOutcome[] = [];
  for (;;) {
    const index = task.order[Atomics.add(taken, 0, 1)];
    if (index === undefined) return outcomes;
    outcomes.push(await runFile(index, task, running, overrides));
  }
}

/** The same rules with one site that answers for every Host. @returns null when no site answers for `host` */
export function onlySite(running: Running, host: string): Running | null {
  const site = running.router.find(host.toLowerCase());
  if (site === null) return null;
  return { ...running, router: new Router([{ ...site, site: { ...site.site, hosts: ['*'] } }]) };
}

async function runFile(
  index: number,
  task: ShareTask,
  running: Running,
  overrides: readonly FtwOverride[],
): Promise<FileOutcome> {
  const problems = new Problems();
  const loaded = testsOf(task.files[index], problems);
  if (problems.hasErrors) {
    return { index, tests: 0, overridden: [], usedOverrides: [], failures: [], problems: problems.list };
  }
  const { tests, reasons, unused } = applyOverrides(loaded, overrides);
  const failures: TestFailure[] = [];
  for (const test of tests) {
    const { wrong } = await runInProcess(test, { running, isPlain: task.plain });
    if (wrong.length > 0) failures.push(await explained(test, wrong, task, running));
  }
  const usedOverrides: number[] = [];
  for (const [number, override] of overrides.entries())
    if (!unused.includes(override)) usedOverrides.push(number);
  const overridden = [...reasons.keys()];
  return { index, tests: tests.length, overridden, usedOverrides, failures, problems: problems.list };
}

interface Kept {
  /** Of the file's state when it was read. */
  readonly key: string;
  readonly tests: readonly FtwTest[];
}

/** Tests that were read before: with `watch` most files are the same from run to run, and reading YAML takes long. */
const kept = new Map<string, Kept>();

function testsOf(file: string, problems: Problems): readonly FtwTest[] {
  const stat = statSync(file, { throwIfNoEntry: false });
  const key = `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
  const known = kept.get(file);
  if (known?.key === key) return known.tests;
  const tests = loadTestFile(file, problems);
  // What there is to say of a file is said in every run.
  if (problems.list.length === 0) kept.set(file, { key, tests });
  return tests;
}

/** Runs a test once more, this time with eyes on every match. */
async function explained(
  test: FtwTest,
  wrong: readonly string[],
  { json, plain }: ShareTask,
  running: Running,
): Promise<TestFailure> {
  const reports: ExplainReport[] = [];
  let recorder = new Recorder();
  await runInProcess(test, {
    running,
    isPlain: plain,
    trace: () => {
      recorder = new Recorder();
      return recorder.trace;
    },
    observer: (_test, _stage, judgement) => {
      reports.push({ judgement, steps: recorder.finish(judgement.inspection) });
    },
  });
  const { file, line } = test.place;
  return {
    name: nameOf(test),
    description: test.description,
    file,
    line,
    wrong,
    explained: reports.map(json ? asJson : asText),
    noSite: reports.some(
      ({ judgement: { transaction } }) => transaction.client !== null && transaction.site === null,
    ),
  };
}

/** @throws ProblemsError with the mistakes in all files, in their order */
export function throwProblems(outcomes: readonly FileOutcome[]): void {
  const problems = outcomes.flatMap(outcome => outcome.problems);
  if (problems.length > 0) throw new ProblemsError(problems);
}
