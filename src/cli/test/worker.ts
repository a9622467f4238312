import { parentPort } from 'node:worker_threads';
import { compileOffline } from '../running.js';
import { type FileOutcome, onlySite, runShare, type ShareTask } from './share.js';

/** What a thread answers to a task. */
export type ShareAnswer =
  | { readonly outcomes: readonly FileOutcome[] }
  /** It could not run: the one that asked compiles the same files, and says why. */
  | { readonly failed: string };

/** A thread that takes part in running tests, with rules compiled of its own; one task after the other. */
parentPort?.on('message', (task: ShareTask) => {
  answer(task).then(
    told => parentPort?.postMessage(told),
    (error: unknown) => {
      const told: ShareAnswer = {
        failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
      parentPort?.postMessage(told);
    },
  );
});

async function answer(task: ShareTask): Promise<ShareAnswer> {
  const { running: all } = compileOffline(task.config, { isQuiet: true });
  const running = task.host === null ? all : onlySite(all, task.host);
  return { outcomes: running === null ? [] : await runShare(task, running) };
}
