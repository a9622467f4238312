import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's package of each program that tests call. */
const PACKAGES = {
  nginx: 'nginx',
  openssl: 'openssl',
  perl: 'perl',
  python3: 'python3',
  sqlmap: 'sqlmap',
} as const;

/**
 * Options for a test that calls a program: where the program is missing the test is skipped, and says what to install.
 * `.ci/run` installs them all, so that nothing is skipped there.
 */
export function needs(program: keyof typeof PACKAGES): { skip?: string } {
  return find(program) === null ? { skip: `no ${program} here: apt-get install ${PACKAGES[program]}` } : {};
}

/** Where a program is. @throws Error when it is not installed */
export function pathOf(program: keyof typeof PACKAGES): string {
  const path = find(program);
  if (path === null) throw new Error(`no ${program} here`);
  return path;
}

/** Debian has servers in /usr/sbin, which is not on everyone's PATH. */
function find(program: string): string | null {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']) {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return join(folder, program);
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
