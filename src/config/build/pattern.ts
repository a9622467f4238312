import { readdirSync, statSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';

/**
 * Files that a path or a pattern names. `*` stands for any characters and `?` for one, neither for a slash nor for
 * the dot a hidden name begins with; everything else means itself. Never throws.
 * @param folder where a relative pattern starts
 * @returns absolute paths; the matches of each folder sorted by name (code units), as `Include` of Apache httpd does
 */
export function filesOf(pattern: string, folder: string): string[] {
  const absolute = resolve(folder, pattern);
  const { root } = parse(absolute);
  let found = [root];
  const steps = absolute.slice(root.length).split('/').filter(Boolean);
  for (const step of steps) {
    found = /[*?]/.test(step)
      ? found.flatMap(parent =>
          namesIn(parent)
            .filter(name => matches(step, name))
            .map(name => join(parent, name)),
        )
      : found.map(parent => join(parent, step));
  }
  return found.filter(isFile);
}

/** Names in a folder, sorted by code units; none when it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort((a, b) => (a < b ? -1 : 1));
  } catch {
    return [];
  }
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Linear in practice: on a mismatch only the last star is tried one character further. */
function matches(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let p = 0;
  let n = 0;
  let star = -1;
  let afterStar = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      afterStar = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++afterStar;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
