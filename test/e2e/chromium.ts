import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian and its relatives put the browser; CHROMIUM names another one. */
const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export const EXECUTABLE = PLACES.find(place => place !== undefined && existsSync(place));

/** Why there is no browser test on this machine; false when there is one. */
export const SKIP: string | false =
  EXECUTABLE === undefined ? 'no Chromium here: apt-get install chromium, or set CHROMIUM' : false;

/** Starts the browser with an empty profile of its own. It asks nobody but the pages it is sent to. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
