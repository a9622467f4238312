import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';

/** Tells whether files are the ones they were, by name, size and time of change. A file that is not there counts as such. */
export function fingerprintOf(files: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const file of [...new Set(files)].sort()) {
    const stat = statSync(file, { throwIfNoEntry: false });
    hash.update(`${file}\0${stat?.ino} ${stat?.size} ${stat?.mtimeMs}\n`);
  }
  return hash.digest('hex');
}
