import {
  applyOverrides,
  type FtwTest,
  loadOverrides,
  loadTests,
  runInProcess,
  type TestOutcome,
} from '../ftw/index.js';
import type { Running } from '../gateway/index.js';
import { Router } from '../gateway/router.js';
import { EXIT } from './exit-codes.js';
import type { ExplainReport } from './explain-format.js';
import { Recorder } from './explain-recorder.js';
import { reporting } from './problems.js';
import { compileOffline } from './running.js';
import { type Failure, testsAsJson, testsAsText } from './test-format.js';
import { watchFiles } from './watch.js';

export interface TestOptions {
  readonly config: string;
  readonly overrides?: string;
  /** Send every test to this site, whatever its Host says. */
  readonly host?: string;
  readonly json: boolean;
  readonly watch: boolean;
  /** The engine that tests every rule on every value: the reference of the fast one. */
  readonly plain: boolean;
}

/**
 * Runs go-ftw tests against the rules of a configuration, in this process and without a socket.
 * @returns failed when a test fails; with `watch` when it is interrupted
 * @throws ProblemsError
 */
export async function test(paths: readonly string[], options: TestOptions): Promise<number> {
  if (!options.watch) return (await once(paths, options)).status;
  let files: readonly string[] = [options.config, ...paths];
  return watchFiles(
    () => files,
    async () => {
      await reporting(async () => {
        const run = await once(paths, options);
        files = run.files;
        return run.status;
      });
    },
  );
}

async function once(
  paths: readonly string[],
  options: TestOptions,
): Promise<{ status: number; files: readonly string[] }> {
  const { running: all, loaded, files } = compileOffline(options.config);
  const running = options.host === undefined ? all : onlySite(all, options.host);
  if (running === null) {
    process.stderr.write(`error: no site answers for ${JSON.stringify(options.host)}\n`);
    return { status: EXIT.failed, files: loaded.files };
  }
  const overrides = options.overrides === undefined ? [] : loadOverrides(options.overrides);
  const { tests, reasons, unused } = applyOverrides(loadTests(paths), overrides);
  for (const { ruleId, testIds } of unused) {
    process.stderr.write(
      `warning: an override speaks of no test: rule ${ruleId}, tests ${testIds.join(', ') || 'all'}\n`,
    );
  }
  const started = performance.now();
  const failed: TestOutcome[] = [];
  for (const each of tests) {
    const outcome = await runInProcess(each, { running, isPlain: options.plain });
    if (outcome.wrong.length > 0) failed.push(outcome);
  }
  const milliseconds = Math.round(performance.now() - started);
  const failures: Failure[] = [];
  for (const { test: each, wrong } of failed) {
    failures.push({ test: each, wrong, reports: await explainTest(each, running, options.plain) });
  }
  if (options.host === undefined && failures.some(({ reports }) => reports.some(namesNoSite))) {
    process.stderr.write('note: no site answers for the Host of some tests; --host names the one to test\n');
  }
  const summary = {
    passed: tests.length - failures.length,
    overridden: reasons.size,
    milliseconds,
    failures,
  };
  process.stdout.write(options.json ? testsAsJson(summary) : testsAsText(summary));
  const own = options.overrides === undefined ? [] : [options.overrides];
  return {
    status: failures.length === 0 ? EXIT.ok : EXIT.failed,
    files: [...loaded.files, ...files, ...own, ...paths, ...tests.map(({ place }) => place.file)],
  };
}

function namesNoSite({ judgement: { transaction } }: ExplainReport): boolean {
  return transaction.client !== null && transaction.site === null;
}

/** Runs a test once more, this time with eyes on every match. */
async function explainTest(each: FtwTest, running: Running, isPlain: boolean): Promise<ExplainReport[]> {
  const reports: ExplainReport[] = [];
  let recorder = new Recorder();
  await runInProcess(each, {
    running,
    isPlain,
    trace: () => {
      recorder = new Recorder();
      return recorder.trace;
    },
    observer: (_test, _stage, judgement) => {
      reports.push({ judgement, steps: recorder.finish(judgement.inspection) });
    },
  });
  return reports;
}

function onlySite(running: Running, host: string): Running | null {
  const site = running.router.find(host.toLowerCase());
  if (site === null) return null;
  return { ...running, router: new Router([{ ...site, site: { ...site.site, hosts: ['*'] } }]) };
}
