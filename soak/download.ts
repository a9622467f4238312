import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Soak } from './soak.js';

const MIB = 2 ** 20;
const SIZE = 1024 * MIB;
const MOST_GROWTH = 64 * MIB;

const piece = Buffer.alloc(65_536, 'sekisho ');

function startOrigin(): Promise<Server> {
  const origin = createServer((_, res) => {
    res.writeHead(200, { 'Content-Length': SIZE });
    let sent = 0;
    const more = (): void => {
      while (sent < SIZE) {
        sent += piece.length;
        if (!res.write(piece)) {
          res.once('drain', more);
          return;
        }
      }
      res.end();
    };
    more();
  });
  return new Promise(resolve => origin.listen(0, '127.0.0.1', () => resolve(origin)));
}

function startGateway(folder: string, origin: Server): ChildProcess {
  const config = join(folder, 'sekisho.yaml');
  writeFileSync(
    config,
    `listen: { http: "127.0.0.1:0", admin: off }
workers: 1
log: { access: off }
sites: [{ hosts: ["*"], upstream: "http://127.0.0.1:${(origin.address() as AddressInfo).port}" }]
`,
  );
  const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
  return spawn(process.execPath, ['--import=tsx', main, 'run', '--config', config]);
}

/** Resident memory of a process, in bytes. */
function memoryOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

function portOf(gateway: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    gateway.once('exit', () => reject(new Error(text)));
    gateway.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const ready = text.split('\n').find(line => line.includes('"msg":"ready"'));
      const found = /127\.0\.0\.1:?"?,?"?(?:port"?:)?(\d+)/.exec(ready ?? '');
      if (found !== null) resolve(Number(found[1]));
    });
  });
}

/** @param pauses whether the client stops for a while after every 8 MiB */
function download(
  port: number,
  pauses: boolean,
  memory: () => number,
): Promise<{ bytes: number; most: number }> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', headers: { Host: 'soak.example' } }, res => {
      let bytes = 0;
      let most = memory();
      let next = 8 * MIB;
      res.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes < next) return;
        next += 8 * MIB;
        most = Math.max(most, memory());
        if (!pauses) return;
        res.pause();
        setTimeout(() => res.resume(), 20);
      });
      res.on('end', () => resolve({ bytes, most })).on('error', reject);
    }).on('error', reject);
  });
}

/** First as fast as it goes, then by a client that stops again and again: memory must stay, and no byte be missing. */
export const downloads: Soak = {
  name: 'download',
  summary: 'Downloads of 1 GB through a gateway of its own process: its memory stays flat.',
  skip: process.platform === 'linux' ? false : 'memory is read from /proc',
  minutes: 1,
  async run(_seed, say) {
    const folder = mkdtempSync(join(tmpdir(), 'sekisho-soak-'));
    const origin = await startOrigin();
    const gateway = startGateway(folder, origin);
    const wrong: string[] = [];
    const figures: Record<string, number> = {};
    try {
      const port = await portOf(gateway);
      const memory = (): number => memoryOf(gateway.pid);
      // What the program and its buffers take anyway.
      await download(port, false, memory);
      for (const pauses of [false, true]) {
        const client = pauses ? 'a client that pauses' : 'a client that reads';
        const before = memory();
        const { bytes, most } = await download(port, pauses, memory);
        const growth = Math.round((most - before) / MIB);
        say(`${client}: ${bytes} bytes, memory ${Math.round(before / MIB)} MiB, at most ${growth} MiB more`);
        figures[`${client}: MiB more`] = growth;
        if (bytes !== SIZE) wrong.push(`${client} got ${bytes} of ${SIZE} bytes`);
        if (most - before > MOST_GROWTH) wrong.push(`${client}: memory grew by ${growth} MiB`);
      }
    } finally {
      gateway.kill('SIGKILL');
      origin.closeAllConnections();
      origin.close();
      rmSync(folder, { recursive: true, force: true });
    }
    return { wrong, figures };
  },
};
