import { createHash } from 'node:crypto';
import { statOf } from '../config/index.js';

/**
 * Tells whether files are the ones they were, by name, size and time of change. A file that is not there counts as such. Lets go
 * after each file.
 * @param known what files were before they were read
 */
export function* fingerprintOf(
  files: Iterable<string>,
  known: ReadonlyMap<string, string> = new Map(),
): Generator<void, string> {
  const hash = createHash('sha256');
  for (const file of [...new Set(files)].sort()) {
    hash.update(`${file}\0${known.get(file) ?? statOf(file)}\n`);
    yield;
  }
  return hash.digest('hex');
}
