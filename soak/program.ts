import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LoadConnection } from '../bench/load/connection.js';
import { BUILD } from '../bench/measure/child.js';

const REQUEST_END =
  'Accept: text/html\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n' +
  'Cookie: session=0123456789abcdef\r\n\r\n';

/** What a browser asks of a site. */
export function pageRequest(host: string): Buffer {
  return Buffer.from(
    `GET /articles/2026/checkpoint?page=2&order=newest HTTP/1.1\r\nHost: ${host}\r\n${REQUEST_END}`,
  );
}

/** The compiled program (`build()` first) in a process of its own, and what it tells. */
export class Program {
  readonly child: ChildProcess;
  port = 0;
  admin = 0;
  /** How often it said each message. */
  readonly told = new Map<string, number>();

  /** @param preload modules that are loaded before it */
  constructor(file: string, preload: readonly string[] = []) {
    const loaders = preload.map(module => `--import=${module}`);
    this.child = spawn(process.execPath, [...loaders, `${BUILD}src/cli/main.js`, 'run', '--config', file], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
  }

  /** Waits until every listener accepts. */
  async start(): Promise<this> {
    const lines = createInterface({ input: this.child.stdout ?? process.stdin });
    await new Promise<void>((resolve, reject) => {
      this.child.once('exit', () => reject(new Error('the gateway ended')));
      lines.on('line', line => {
        const { msg, listen, admin } = JSON.parse(line);
        this.told.set(msg, (this.told.get(msg) ?? 0) + 1);
        if (msg !== 'ready') return;
        this.port = listen[0].port;
        this.admin = admin[0].port;
        resolve();
      });
    });
    return this;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Reloads, and waits until that is done. */
  async reload(): Promise<void> {
    const before = this.told.get('reloaded') ?? 0;
    this.child.kill('SIGHUP');
    while ((this.told.get('reloaded') ?? 0) === before) await new Promise(resolve => setTimeout(resolve, 2));
  }

  /** Its worker processes, or itself when it has none. */
  workers(): number[] {
    const children = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'latin1').trim();
    return children === '' ? [this.pid] : children.split(' ').map(Number);
  }
}

/** CPU time of the threads of one process, in nanoseconds. */
export function ownTime(pid: number): number {
  let total = 0;
  for (const task of readdirSync(`/proc/${pid}/task`))
    total += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ', 1)[0]);
  return total;
}

/** Resident memory of processes, in MiB. */
export function memoryOf(pids: readonly number[]): number {
  const texts = pids.map(pid => /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]);
  return texts.reduce((sum, text) => sum + Number(text ?? 0), 0) / 1024;
}

/** So many requests over connections that stay. @returns how many were not answered 200 */
export function send(
  connections: readonly LoadConnection[],
  count: number,
  next: (n: number) => Buffer,
): Promise<number> {
  let sent = 0;
  let busy = connections.length;
  let wrong = 0;
  return new Promise(resolve => {
    for (const connection of connections)
      connection.start({
        next: () => (sent < count ? next(sent++) : null),
        answered: status => {
          if (status !== 200) wrong++;
        },
        done: error => {
          if (error !== null) wrong++;
          if (--busy === 0) resolve(wrong);
        },
      });
  });
}
