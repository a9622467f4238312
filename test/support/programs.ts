import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's package of each program that tests call. */
const PACKAGES = { openssl: 'openssl', perl: 'perl' } as const;

/**
 * Options for a test that calls a program: where the program is missing the test is skipped, and says what to install.
 * `.ci/run` installs them all, so that nothing is skipped there.
 */
export function needs(program: keyof typeof PACKAGES): { skip?: string } {
  return isInstalled(program) ? {} : { skip: `no ${program} here: apt-get install ${PACKAGES[program]}` };
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
