import type { Worker } from 'node:worker_threads';
import { startThread } from '../../gateway/start-thread.js';
import type { FileOutcome, ShareTask } from './share.js';
import type { ShareAnswer } from './worker.js';

/** Threads beside this one that run tests; they stay for the next run, with their code warm. */
export class TestThreads {
  #threads: Worker[] = [];

  /**
   * Gives a task to threads.
   * @param count how many are to take part; those that are missing are started
   * @returns what they did. What one has taken and not done, because it could not, is missing
   */
  async run(task: ShareTask, count: number): Promise<FileOutcome[]> {
    while (this.#threads.length < count) {
      const thread = startThread('./worker', import.meta.url);
      thread.unref();
      this.#threads.push(thread);
    }
    const answers = await Promise.all(this.#threads.slice(0, count).map(thread => this.#ask(thread, task)));
    return answers.flatMap(answer => ('outcomes' in answer ? answer.outcomes : []));
  }

  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map(thread => thread.terminate()));
  }

  #ask(thread: Worker, task: ShareTask): Promise<ShareAnswer> {
    return new Promise(resolve => {
      const ended = (failed: string): void => {
        this.#threads = this.#threads.filter(other => other !== thread);
        settle({ failed });
      };
      const onError = (error: Error): void => ended(error.message);
      const onExit = (code: number): void => ended(`ended with ${code}`);
      const settle = (answer: ShareAnswer): void => {
        thread.off('message', settle).off('error', onError).off('exit', onExit);
        thread.unref();
        resolve(answer);
      };
      // While it works the process waits for it.
      thread.ref();
      thread.on('message', settle).on('error', onError).on('exit', onExit);
      thread.postMessage(task);
    });
  }
}
