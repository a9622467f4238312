import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TRANSFORMATIONS } from '../../../src/inspect/transformations/index.js';

/** Rule tests and captured requests beside the project, where there are any. */
export const CORPUS = new URL('../../../../shared/corpus/', import.meta.url);

/** The lines of a vector file; `{0A}` stands for the byte 0A. */
export function vectors(name: string): string[] {
  return readFileSync(new URL(`vectors/${name}.txt`, import.meta.url), 'latin1')
    .split('\n')
    .filter(line => line !== '')
    .map(line =>
      line.replace(/\{([0-9A-F]{2})\}/g, (_, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      ),
    );
}

function chain(names: readonly string[]): (bytes: string) => string {
  const steps = names.map(name => TRANSFORMATIONS.get(name)!.apply);
  return bytes => steps.reduce((text, step) => step(text), bytes);
}

/** The transformations of the CRS rules with `@detectSQLi` and with `@detectXSS`. */
export const asSqliRulesSee = chain(['utf8tounicode', 'urldecodeuni', 'removenulls']);
export const asXssRulesSee = chain([
  'utf8tounicode',
  'urldecodeuni',
  'htmlentitydecode',
  'jsdecode',
  'cssdecode',
  'removenulls',
]);

export interface Answer {
  readonly sqli: boolean;
  readonly xss: boolean;
}

/** What libinjection says of the values, or null (and why, in `note`) when the machine has no libmodsecurity. */
export function askLibinjection(values: readonly string[], note: (text: string) => void): Answer[] | null {
  const script = fileURLToPath(new URL('oracle.py', import.meta.url));
  const input = values.map(value => `${Buffer.from(value, 'latin1').toString('hex')}\n`).join('');
  const run = spawnSync('python3', [script], { input, encoding: 'latin1', maxBuffer: 1 << 28 });
  if (run.status !== 0) {
    note(`no libinjection to compare with: ${run.error?.message ?? run.stderr}`);
    return null;
  }
  return run.stdout
    .trimEnd()
    .split('\n')
    .map(line => ({ sqli: !line.startsWith('- '), xss: line.endsWith(' 1') }));
}
