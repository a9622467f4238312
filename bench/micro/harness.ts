import { summarise } from '../measure/statistics.js';

const ROUNDS = 11;
/** Least CPU time of one round, in microseconds. */
const LEAST = 40_000;

/** CPU time of this process, in microseconds, with what V8's own threads do for it. */
function processTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** What a benchmark's results are added to, so that V8 cannot leave its work out. */
let kept = 0;

/**
 * Prints what one call costs: median and quartiles of rounds over all inputs, in nanoseconds of CPU time.
 * @param inputs many different ones: V8 and caches are at their best with one, and tell nothing then
 * @param call returns a number that depends on its work
 */
export function bench<T>(name: string, inputs: readonly T[], call: (input: T) => number): void {
  if (inputs.length === 0) throw new Error(`${name} has no inputs`);
  const pass = (times: number): number => {
    const before = processTime();
    for (let i = 0; i < times; i++) for (const input of inputs) kept += call(input);
    return processTime() - before;
  };
  let times = 1;
  while (pass(times) < LEAST) times *= 2;
  const each = (): number => (pass(times) * 1000) / times / inputs.length;
  const { median, low, high } = summarise(Array.from({ length: ROUNDS }, each));
  const numbers = `${median.toFixed(0).padStart(8)} ns  (${low.toFixed(0)}–${high.toFixed(0)})`;
  console.log(`${name.padEnd(44)} ${numbers}  ${inputs.length} inputs`);
}

/** @returns a number that no optimiser can foretell; print it at the end */
export function checksum(): number {
  return kept;
}
