import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Where the benchmark's own files are compiled to. */
export const BUILD = fileURLToPath(new URL('../work/build/', import.meta.url));
export const WORK = fileURLToPath(new URL('../work/', import.meta.url));

/** A program on one processor. Its standard error is ours. */
export function startPinned(core: number, command: readonly string[]): ChildProcess {
  return spawn('taskset', ['-c', String(core), ...command], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** A compiled module as a Node program on one processor. @param module path below the compiled tree, without `.js` */
export function startModule(core: number, module: string, ...args: readonly string[]): ChildProcess {
  return startPinned(core, [process.execPath, `${BUILD}${module}.js`, ...args]);
}

/** The same with a CPU profile, written to the work folder when the program is told to stop. */
export function startProfiled(core: number, module: string, ...args: readonly string[]): ChildProcess {
  const exit = "data:text/javascript,process.on('SIGTERM',()=>setTimeout(()=>process.exit(),200))";
  const profile = ['--cpu-prof', '--cpu-prof-dir', WORK, '--import', exit];
  return startPinned(core, [process.execPath, ...profile, `${BUILD}${module}.js`, ...args]);
}

/** Waits until something listens on the port of 127.0.0.1. @throws Error when the process ends, or after a minute */
export async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the program for port ${port} ended with ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`nothing listens on port ${port}`);
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
