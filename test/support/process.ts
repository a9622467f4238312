import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Teardown } from './folder.js';
import type { LogLine } from './gateway.js';

/** The root of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Finished {
  /** Exit status, or null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions {
  readonly stdin?: string;
  readonly cwd?: string;
  /** Modules to load first. */
  readonly preload?: readonly string[];
}

/** A command of the program, in a process of its own. */
export class Cli {
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  #code: number | null | undefined = undefined;
  #wake: (() => void)[] = [];

  constructor(t: Teardown, args: readonly string[], options: SpawnOptions = {}) {
    // Nothing of the test runner's own loaders.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const loaders = ['tsx', ...(options.preload ?? [])].map(module => `--import=${module}`);
    const tsx = import.meta.resolve('tsx');
    this.child = spawn(process.execPath, [...loaders.map(l => l.replace('=tsx', `=${tsx}`)), MAIN, ...args], {
      cwd: options.cwd ?? ROOT,
      env: { ...env, NO_COLOR: '1' },
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#notify();
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#notify();
    });
    this.child.stdin?.on('error', () => {}).end(options.stdin ?? '');
    this.finished = new Promise(resolve => {
      this.child.on('close', code => {
        this.#code = code;
        this.#notify();
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
    t.teardown(async () => {
      this.child.kill('SIGKILL');
      await this.finished;
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Waits for text on standard output. @throws Error when the process ended without it */
  async says(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      if (this.#code !== undefined)
        throw new Error(`ended with ${this.#code} before ${text}: ${this.stdout}${this.stderr}`);
      await new Promise<void>(resolve => this.#wake.push(resolve));
    }
  }

  /** The first JSON log line with that message, once it is there. */
  async log(msg: string): Promise<LogLine> {
    await this.says(`"msg":"${msg}"`);
    const line = this.stdout.split('\n').find(text => text.includes(`"msg":"${msg}"`));
    return JSON.parse(line ?? '') as LogLine;
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** Runs a command to its end. */
export function cli(t: Teardown, args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  return new Cli(t, args, options).finished;
}

/** Ports of 127.0.0.1 that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map(server => (server.address() as { port: number }).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
