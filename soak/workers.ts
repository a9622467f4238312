import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../bench/build.js';
import { LoadConnection } from '../bench/load/connection.js';
import { stop } from '../bench/measure/child.js';
import { cpuTime } from '../bench/measure/cpu.js';
import { summarise } from '../bench/measure/statistics.js';
import { memoryOf, ownTime, Program, pageRequest, send } from './program.js';
import type { Soak } from './soak.js';

const CONNECTIONS = 64;
const REQUESTS = 6_000;
const ROUNDS = 9;
const RELOADS = 500;
const KILLS = 20;
const REQUEST = pageRequest('soak.example');

function configFor(folder: string, workers: number, origin: Server): string {
  const file = join(folder, `workers-${workers}.yaml`);
  const { port } = origin.address() as AddressInfo;
  writeFileSync(
    file,
    `listen: { http: "127.0.0.1:0", admin: "127.0.0.1:0" }
workers: ${workers}
log: { access: ${JSON.stringify(join(folder, 'access.log'))} }
sites: [{ hosts: ["*"], upstream: "http://127.0.0.1:${port}" }]
`,
  );
  return file;
}

interface Measured {
  /** Microseconds of CPU for one request. */
  readonly cpu: number;
  /** CPU of the busiest worker ÷ that of the idlest. */
  readonly uneven: number;
  readonly wrong: number;
}

async function measure(program: Program, connections: readonly LoadConnection[]): Promise<Measured> {
  const workers = program.workers();
  const before = workers.map(ownTime);
  const all = cpuTime(program.pid);
  const wrong = await send(connections, REQUESTS, () => REQUEST);
  const spent = workers.map((pid, i) => ownTime(pid) - before[i]);
  return {
    cpu: (cpuTime(program.pid) - all) / 1000 / REQUESTS,
    uneven: Math.max(...spent) / Math.min(...spent),
    wrong,
  };
}

/** Clients on kept-alive connections; a cut connection is opened anew. */
class Crowd {
  answered = 0;
  cut = 0;
  wrong = 0;
  #running = true;
  #open = 0;

  constructor(
    readonly port: number,
    size: number,
  ) {
    for (let i = 0; i < size; i++) this.#ask(new LoadConnection(port));
  }

  async stop(): Promise<void> {
    this.#running = false;
    while (this.#open > 0) await sleep(50);
  }

  #ask(connection: LoadConnection): void {
    this.#open++;
    connection.start({
      next: () => {
        if (!this.#running) return null;
        return REQUEST;
      },
      answered: status => {
        if (status === 200) this.answered++;
        else this.wrong++;
      },
      done: error => {
        this.#open--;
        if (error !== null) this.cut++;
        if (this.#running) setTimeout(() => this.#ask(new LoadConnection(this.port)), 10);
      },
    });
  }
}

async function endure(
  program: Program,
  say: (text: string) => void,
): Promise<{ wrong: string[]; figures: Record<string, number> }> {
  const wrong: string[] = [];
  const crowd = new Crowd(program.port, 16);
  await sleep(3_000);
  // Workers grow for a while whatever is done: what the first reloads leave is no leak.
  const reload = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await program.reload();
  };
  await reload(50);
  const memory = memoryOf(program.workers());
  await reload(RELOADS - 50);
  await sleep(3_000);
  const grown = memoryOf(program.workers()) / memory;
  say(`${RELOADS} reloads, ${crowd.answered} requests, ${crowd.cut} cut, memory ×${grown.toFixed(2)}`);
  if (crowd.cut + crowd.wrong > 0)
    wrong.push(`reloads: ${crowd.cut} connections cut, ${crowd.wrong} wrong answers`);
  if (grown > 1.1) wrong.push(`reloads: memory grew by ${Math.round((grown - 1) * 100)}%`);
  const cutByReloads = crowd.cut;
  for (let kill = 0; kill < KILLS; kill++) {
    const workers = program.workers();
    process.kill(workers[kill % workers.length], 'SIGKILL');
    await sleep(300);
    while (!(await isWhole(program.admin))) await sleep(100);
  }
  await crowd.stop();
  const cut = crowd.cut - cutByReloads;
  say(`${KILLS} kills, ${crowd.answered} requests, ${cut} cut`);
  if (cut > 16 * KILLS) wrong.push(`kills: ${cut} connections cut, more than the killed workers held`);
  if (crowd.wrong > 0) wrong.push(`kills: ${crowd.wrong} wrong answers`);
  return {
    wrong,
    figures: { requestsThroughReloadsAndKills: crowd.answered, cutByKills: cut, memoryAfterReloads: grown },
  };
}

async function isWhole(admin: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${admin}/readyz`);
  const { ready, warnings = [] } = (await response.json()) as { ready: boolean; warnings?: string[] };
  return ready && warnings.length === 0;
}

/** Two workers cost what one does, share the work, and lose nothing through reloads and deaths. */
export const workers: Soak = {
  name: 'workers',
  summary: 'Two workers against one: CPU for a request, evenness; 500 reloads and 20 kills under load.',
  skip:
    process.platform !== 'linux'
      ? 'needs /proc'
      : availableParallelism() < 2
        ? 'needs two processors'
        : false,
  minutes: 12,
  async run(_seed, say) {
    build();
    const folder = mkdtempSync(join(tmpdir(), 'sekisho-soak-'));
    const origin = createServer((req, res) => {
      req.resume();
      res.writeHead(200, { 'Content-Length': 1024 }).end(Buffer.alloc(1024, 'x'));
    });
    await new Promise<void>(resolve => origin.listen(0, '127.0.0.1', resolve));
    const programs: Program[] = [];
    try {
      const wrong: string[] = [];
      const sides = [];
      for (const count of [1, 2]) {
        const program = new Program(configFor(folder, count, origin));
        programs.push(program);
        await program.start();
        const connections = Array.from({ length: CONNECTIONS }, () => new LoadConnection(program.port));
        for (let i = 0; i < 4; i++) await send(connections, REQUESTS, () => REQUEST);
        sides.push({ program, connections, measured: [] as Measured[] });
      }
      for (let round = 0; round < ROUNDS; round++)
        for (const side of round % 2 === 0 ? sides : sides.toReversed())
          side.measured.push(await measure(side.program, side.connections));
      const [one, two] = sides.map(({ measured }) => summarise(measured.map(({ cpu }) => cpu)).median);
      const uneven = summarise(sides[1].measured.map(part => part.uneven)).median;
      const failed = sides.flatMap(({ measured }) => measured).reduce((sum, part) => sum + part.wrong, 0);
      say(`one worker ${one.toFixed(1)} µs a request, two ${two.toFixed(1)} µs (×${(two / one).toFixed(3)})`);
      say(`the busier of two workers did ${uneven.toFixed(2)} times what the other did`);
      if (failed > 0) wrong.push(`${failed} requests failed`);
      if (two / one > 1.1)
        wrong.push(`two workers cost ${(two / one).toFixed(3)} times one, at most 1.10 expected`);
      if (uneven > 1.2)
        wrong.push(`one worker did ${uneven.toFixed(2)} times the other, at most 1.2 expected`);
      await stop(programs[0].child);
      const endured = await endure(programs[1], say);
      return {
        wrong: [...wrong, ...endured.wrong],
        figures: { cpuOneWorker: one, cpuTwoWorkers: two, ratio: two / one, uneven, ...endured.figures },
      };
    } finally {
      for (const { child } of programs) await stop(child);
      origin.closeAllConnections();
      origin.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
