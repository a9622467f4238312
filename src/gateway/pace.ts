/** Longest time at a stretch, in milliseconds: requests wait no longer. */
const SLICE = 8;

/** Runs what was written in steps, with turns for everything else in between. */
export async function pace<T>(steps: Generator<void, T>): Promise<T> {
  let until = performance.now() + SLICE;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await new Promise(resolve => setImmediate(resolve));
    until = performance.now() + SLICE;
  }
}
