import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/**
 * How many workers `auto` stands for: one for each processor that this process may use. The quota of a container (cgroup
 * v2 `cpu.max`) counts too, rounded up: Node.js before 22 does not look at it, and a machine with 64 processors would start
 * 64 workers in a container that may use two.
 * @param cpuMax text of `/sys/fs/cgroup/cpu.max`; default: as the system says, null where it says nothing
 */
export function workerCount(
  written: number | 'auto',
  processors = availableParallelism(),
  cpuMax: string | null = readCpuMax(),
): number {
  if (written !== 'auto') return written;
  const match = /^(\d+) (\d+)/.exec(cpuMax ?? '');
  const quota = match === null ? processors : Math.ceil(Number(match[1]) / Number(match[2]));
  return Math.max(1, Math.min(processors, quota));
}

function readCpuMax(): string | null {
  try {
    return readFileSync('/sys/fs/cgroup/cpu.max', 'utf8');
  } catch {
    return null;
  }
}
