import { readFileSync } from 'node:fs';
import { type ReadMetrics, readExposition } from '../observe/exposition.js';
import { type Teardown, TempFolder } from './folder.js';
import { COUNTRIES, TEST_RULES } from './gateway.js';
import { Cli } from './process.js';

export interface Running {
  readonly cli: Cli;
  readonly folder: TempFolder;
  readonly port: number;
  readonly admin: number;
  metrics(): Promise<ReadMetrics>;
  /** Process ids of the workers that live. */
  workers(): number[];
}

/** The program with several workers, in processes of its own, in a folder with rules and a configuration. */
export async function startWorkers(
  t: Teardown,
  upstream: string,
  {
    workers = 2,
    more = '',
    listen = '127.0.0.1:0',
    site = '',
    files = {},
  }: {
    workers?: number;
    more?: string;
    listen?: string;
    /** More keys of the one site, in YAML. */
    site?: string;
    /** Secrets, by name. */
    files?: Readonly<Record<string, string>>;
  } = {},
): Promise<Running> {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  folder.write('country.mmdb', COUNTRIES);
  for (const [name, text] of Object.entries(files)) folder.write(name, text, 0o600);
  const file = folder.write(
    'sekisho.yaml',
    `listen: { http: "${listen}", admin: 127.0.0.1:0 }
workers: ${workers}
geoip: { country: country.mmdb }
log: { access: access.log }
rules: [rules/*.conf]
${more}
sites: [{ hosts: ['*'], upstream: ${upstream}${site === '' ? '' : `, ${site}`} }]
`,
  );
  const cli = new Cli(t, ['run', '-c', file]);
  const ready = await cli.log('ready');
  const [{ port }] = ready.listen as [{ port: number }];
  const [{ port: admin }] = ready.admin as [{ port: number }];
  return {
    cli,
    folder,
    port,
    admin,
    metrics: async () => readExposition(await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text()),
    workers: () => workersOf(cli.pid),
  };
}

/** Children of a process that run the worker's module (tsx has one of its own). */
export function workersOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children
    .split(' ')
    .map(Number)
    .filter(child => child > 0 && commandOf(child).includes('worker'));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Does something with each of two workers: while one is held, the other takes every new connection.
 * @returns what came of it, first of the worker that leads
 */
export async function onEachWorker<T>(gateway: Running, act: (pid: number) => Promise<T>): Promise<T[]> {
  const [first, second] = gateway.workers();
  const done: T[] = [];
  for (const [pid, other] of [
    [first, second],
    [second, first],
  ]) {
    process.kill(other, 'SIGSTOP');
    try {
      done.push(await act(pid));
    } finally {
      process.kill(other, 'SIGCONT');
    }
  }
  return done;
}
