import { type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';
import { EXIT } from './exit-codes.js';

/** Editors write a file in several steps: this long after the last one, in milliseconds. */
const SETTLED = 200;

/**
 * Runs something now and after every change of a file, until SIGINT or SIGTERM. Folders are watched, not files: most editors
 * put a new file in the place of the old one.
 * @param files paths of files and folders; asked after each run
 * @returns the exit status
 */
export function watchFiles(files: () => readonly string[], run: () => Promise<void>): Promise<number> {
  const watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | null = null;
  let running = true;
  let changed = false;
  const onChange = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void again(), SETTLED);
  };
  const again = async (): Promise<void> => {
    if (running) {
      changed = true;
      return;
    }
    running = true;
    for (const watcher of watchers.splice(0)) watcher.close();
    await turn();
  };
  const turn = async (): Promise<void> => {
    await run();
    for (const folder of foldersOf(files())) watchers.push(watch(folder, onChange));
    running = false;
    if (changed) onChange();
    changed = false;
  };
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      if (timer !== null) clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      resolve(EXIT.ok);
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    turn().catch(reject);
  });
}

function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    const absolute = path.resolve(file);
    const stat = statSync(absolute, { throwIfNoEntry: false });
    const folder = stat?.isDirectory() === true ? absolute : path.dirname(absolute);
    if (statSync(folder, { throwIfNoEntry: false }) !== undefined) folders.add(folder);
  }
  return folders;
}
