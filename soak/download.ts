import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A download of 1 GB through a gateway of its own process, first as fast as it goes, then by a client that stops again and
 * again. Fails when the gateway's memory grows by more than `MOST_GROWTH`, or a byte is missing. Usage: npm run soak:download [MIB]
 */
const MIB = 2 ** 20;
const SIZE = Number(process.argv[2] ?? 1024) * MIB;
const MOST_GROWTH = 64 * MIB;

const piece = Buffer.alloc(65_536, 'sekisho ');
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
await new Promise<void>(resolve => origin.listen(0, '127.0.0.1', resolve));

const folder = mkdtempSync(join(tmpdir(), 'sekisho-soak-'));
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
const gateway = spawn(process.execPath, ['--import=tsx', main, 'run', '--config', config]);

/** Resident memory of the gateway, in bytes. */
function memory(): number {
  const status = readFileSync(`/proc/${gateway.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

function port(): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    gateway.once('exit', () => reject(new Error(text)));
    gateway.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const ready = text.split('\n').find(line => line.includes('"msg":"ready"'));
      const found = /127\.0\.0\.1:?"?,?"?(?:port"?:)?(\d+)/.exec(ready ?? '');
      if (found !== null) resolve(Number(found[1]));
    });
  });
}

/** @param pauses whether the client stops for a while after every 8 MiB */
function download(at: number, pauses: boolean): Promise<{ bytes: number; most: number }> {
  return new Promise((resolve, reject) => {
    get({ port: at, host: '127.0.0.1', headers: { Host: 'soak.example' } }, res => {
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

try {
  const at = await port();
  // What the program and its buffers take anyway.
  await download(at, false);
  for (const pauses of [false, true]) {
    const before = memory();
    const { bytes, most } = await download(at, pauses);
    const growth = most - before;
    const line = `${bytes} bytes, memory ${Math.round(before / MIB)} MiB, at most ${Math.round(growth / MIB)} MiB more`;
    console.log(`${pauses ? 'a client that pauses' : 'a client that reads'}: ${line}`);
    if (bytes !== SIZE || growth > MOST_GROWTH) process.exitCode = 1;
  }
} finally {
  gateway.kill('SIGKILL');
  origin.closeAllConnections();
  origin.close();
  rmSync(folder, { recursive: true, force: true });
}
