import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Teardown, TempFolder } from '../../support/folder.js';
import { pathOf } from '../../support/programs.js';

const run = promisify(execFile);
const SHOP = fileURLToPath(new URL('shop.py', import.meta.url));
const MOST_OUTPUT = 64 * 1024 * 1024;
/** Its own databases are not asked for news. */
const USUAL = ['--batch', '--ignore-stdin', '--flush-session', '--disable-coloring', '--timeout=30'];

/** Starts the shop that is open to injection. @returns its address */
export async function startShop(t: Teardown): Promise<string> {
  const shop = spawn(pathOf('python3'), [SHOP], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.teardown(() => shop.kill('SIGKILL'));
  const [port] = (await shop.stdout.take(1).toArray()) as Buffer[];
  return `http://127.0.0.1:${port.toString().trim()}`;
}

/** Without its own name, by which rules know it. */
export const DISGUISE = '--user-agent=Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

export interface Attacked {
  readonly isFound: boolean;
  /** Requests that were answered with 403. */
  readonly refused: number;
  readonly output: string;
}

/** Runs sqlmap on a page. @throws Error when it comes to no result */
export async function attack(t: Teardown, url: string, options: readonly string[] = []): Promise<Attacked> {
  const folder = new TempFolder(t).file('sqlmap');
  const { stdout } = await run(pathOf('sqlmap'), [...USUAL, '--output-dir', folder, '-u', url, ...options], {
    maxBuffer: MOST_OUTPUT,
  });
  const isFound = /identified the following injection point/.test(stdout);
  if (!isFound && !/do not appear to be injectable/.test(stdout)) throw new Error(stdout.slice(-2000));
  const refused = Number(/403 \(Forbidden\) - (\d+) times/.exec(stdout)?.[1] ?? 0);
  return { isFound, refused, output: stdout };
}
