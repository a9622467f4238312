import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Problems } from '../../core/index.js';
import { loadOverrides, testFiles } from '../../ftw/index.js';
import { EXIT } from '../exit-codes.js';
import { reporting } from '../problems.js';
import { compileOffline } from '../running.js';
import { watchFiles } from '../watch.js';
import { testsAsJson, testsAsText } from './format.js';
import { type FileOutcome, onlySite, runShare, type ShareTask, throwProblems } from './share.js';
import { TestThreads } from './threads.js';

export interface TestOptions {
  readonly config: string;
  readonly overrides?: string;
  /** Send every test to this site, whatever its Host says. */
  readonly host?: string;
  readonly json: boolean;
  readonly watch: boolean;
  /** The engine that tests every rule on every value: the reference of the fast one. */
  readonly plain: boolean;
  /** Threads that run tests, this one included. Default: one a core, and no more than the tests are worth. */
  readonly jobs?: number;
}

/** Bytes of test files that are worth a thread: it loads the program and compiles the rules once more. */
const WORTH_A_THREAD = 256 * 1024;

/**
 * Runs go-ftw tests against the rules of a configuration, in this process and without a socket.
 * @returns failed when a test fails; with `watch` when it is interrupted
 * @throws ProblemsError
 */
export async function test(paths: readonly string[], options: TestOptions): Promise<number> {
  const threads = new TestThreads();
  try {
    if (!options.watch) return (await once(paths, options, threads)).status;
    let files: readonly string[] = [options.config, ...paths];
    return await watchFiles(
      () => files,
      async () => {
        await reporting(async () => {
          const run = await once(paths, options, threads);
          files = run.files;
          return run.status;
        });
      },
    );
  } finally {
    await threads.close();
  }
}

interface Run {
  readonly status: number;
  /** What it read. */
  readonly files: readonly string[];
}

async function once(paths: readonly string[], options: TestOptions, threads: TestThreads): Promise<Run> {
  const started = performance.now();
  const problems = new Problems();
  const files = testFiles(paths, problems);
  problems.throwIfErrors();
  const { task, jobs } = taskOf(files, options);
  const others = threads.run(task, jobs - 1);
  try {
    const run = await runAndReport(task, others, options, started);
    return { ...run, files: [...run.files, ...paths, ...files] };
  } finally {
    // After a mistake here: what a thread still has to say would be taken for its answer to the next run.
    Atomics.store(new Int32Array(task.taken), 0, task.order.length);
    await others;
  }
}

/** Takes part in a task that threads were given, and prints what came of it. @throws ProblemsError */
async function runAndReport(
  task: ShareTask,
  others: Promise<readonly FileOutcome[]>,
  options: TestOptions,
  started: number,
): Promise<Run> {
  const { running: all, loaded, files } = compileOffline(options.config);
  const running = options.host === undefined ? all : onlySite(all, options.host);
  if (running === null) {
    process.stderr.write(`error: no site answers for ${JSON.stringify(options.host)}\n`);
    return { status: EXIT.failed, files: loaded.files };
  }
  const outcomes = [...(await runShare(task, running)), ...(await others)];
  const done = new Set(outcomes.map(({ index }) => index));
  const left = task.order.filter(index => !done.has(index));
  // A thread that could not go on has left files undone.
  if (left.length > 0)
    outcomes.push(...(await runShare({ ...task, order: left, taken: counter() }, running)));
  outcomes.sort((a, b) => a.index - b.index);
  throwProblems(outcomes);

  warnOfUnusedOverrides(options.overrides, outcomes);
  const failed = outcomes.some(({ failures }) => failures.length > 0);
  if (options.host === undefined && outcomes.some(({ failures }) => failures.some(({ noSite }) => noSite))) {
    process.stderr.write('note: no site answers for the Host of some tests; --host names the one to test\n');
  }
  const summary = { outcomes, milliseconds: Math.round(performance.now() - started) };
  process.stdout.write(options.json ? testsAsJson(summary) : testsAsText(summary));
  const own = options.overrides === undefined ? [] : [options.overrides];
  return { status: failed ? EXIT.failed : EXIT.ok, files: [...loaded.files, ...files, ...own] };
}

function taskOf(files: readonly string[], options: TestOptions): { task: ShareTask; jobs: number } {
  const sizes = files.map(file => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const worth = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / WORTH_A_THREAD);
  const jobs = Math.min(options.jobs ?? Math.min(availableParallelism(), worth), files.length);
  const task: ShareTask = {
    config: options.config,
    overrides: options.overrides ?? null,
    host: options.host ?? null,
    json: options.json,
    plain: options.plain,
    files,
    // The largest first, so that no thread is left alone with one at the end.
    order: files.map((_, index) => index).sort((a, b) => sizes[b] - sizes[a] || a - b),
    taken: counter(),
  };
  return { task, jobs: Math.max(1, jobs) };
}

function counter(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

function warnOfUnusedOverrides(file: string | undefined, outcomes: readonly FileOutcome[]): void {
  if (file === undefined) return;
  const used = new Set(outcomes.flatMap(outcome => outcome.usedOverrides));
  for (const [index, { ruleId, testIds }] of loadOverrides(file).entries()) {
    if (used.has(index)) continue;
    const tests = testIds.join(', ') || 'all';
    process.stderr.write(`warning: an override speaks of no test: rule ${ruleId}, tests ${tests}\n`);
  }
}
