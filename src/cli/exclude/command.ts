import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadTests, runInProcess } from '../../ftw/index.js';
import type { Running, RunningSite } from '../../gateway/index.js';
import { parseRawRequest } from '../../replay/index.js';
import { EXIT } from '../exit-codes.js';
import { describeVerdict, printable } from '../explain-format.js';
import { compileOffline } from '../running.js';
import { type AuditedRequest, AuditLineError, parseAuditLine } from './audit-line.js';
import { type ProposedExclusion, passes, propose, withExclusions } from './propose.js';
import { rebuild } from './rebuild.js';

export interface ExcludeOptions {
  readonly config: string;
  /** The blocked request itself, as a file, where somebody has it. */
  readonly request?: string;
  /** Rule tests that must still find what they found. Default: those of the shipped rules. */
  readonly tests?: string;
}

const STANDARD_INPUT = 0;
const SHIPPED_TESTS = fileURLToPath(new URL('../../../test/rules', import.meta.url));

/**
 * Proposes the narrowest exclusion for a line of the audit log, shows that the request passes with it, and that every rule test
 * that found an attack before still does. Changes nothing.
 */
export async function exclude(line: string, options: ExcludeOptions): Promise<number> {
  let audited: AuditedRequest;
  try {
    audited = parseAuditLine(line === '-' ? readFileSync(STANDARD_INPUT, 'utf8').trim() : line);
  } catch (error) {
    if (!(error instanceof AuditLineError)) throw error;
    return failed(error.message);
  }
  const { running } = compileOffline(options.config);
  const site = running.sites.find(({ site: { name } }) => name === audited.site);
  if (site === undefined) {
    const names = running.sites.map(({ site: { name } }) => name).join(', ');
    return failed(`the line is of site ${printable(audited.site)}; the configuration has ${names}`);
  }
  const { raw, missing } =
    options.request === undefined
      ? rebuild(audited, site.site.hosts[0].replace('*', 'www'))
      : { raw: readFileSync(options.request), missing: [] };
  const { before, exclusions, after } = await propose(running, site, parseRawRequest(raw), audited.ip);
  const proof = options.request === undefined ? 'put together from the recorded matches' : 'as kept';
  const out = (text: string): boolean => process.stdout.write(`${text}\n`);
  if (missing.length > 0) out(`note: the line does not hold enough of ${printable(missing.join(', '))}`);
  if (passes(before)) {
    return failed(
      `the request (${proof}) passes the rules as they are: --request FILE names the one that was blocked`,
    );
  }
  if (!passes(after)) {
    return failed(`no exclusion of a rule for one variable lets it pass: ${describeVerdict(after.verdict)}`);
  }
  out(`The narrowest exclusion, under the waf of site ${site.site.name}:\n`);
  out(asYaml(exclusions));
  out(
    `\nthe request (${proof}): ${describeVerdict(before.transaction.verdict)}; with it: ${describeVerdict(after.verdict)}`,
  );
  return proveTests(running, site, exclusions, options.tests ?? SHIPPED_TESTS);
}

function asYaml(exclusions: readonly ProposedExclusion[]): string {
  const entries = exclusions.map(
    ({ rule, target, path }) =>
      `        - { rule: ${rule}, target: ${JSON.stringify(shown(target))}, path: ${JSON.stringify(shown(path))} }`,
  );
  return ['      exclude:', ...entries].join('\n');
}

const shown = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** Every test that passes without the exclusions passes with them, at every path and in every argument. */
async function proveTests(
  running: Running,
  site: RunningSite,
  exclusions: readonly ProposedExclusion[],
  folder: string,
): Promise<number> {
  if (!existsSync(folder)) {
    process.stdout.write(`not shown: there are no rule tests in ${folder}; --tests names them\n`);
    return EXIT.ok;
  }
  const plain = withExclusions(running, site, []);
  const changed = withExclusions(running, site, exclusions);
  let held = 0;
  const lost: string[] = [];
  for (const test of loadTests([folder])) {
    if (test.stages.every(({ output }) => output.expectIds.length === 0)) continue;
    if ((await runInProcess(test, { running: plain })).wrong.length > 0) continue;
    if ((await runInProcess(test, { running: changed })).wrong.length === 0) held++;
    else lost.push(`${test.ruleId}-${test.testId}`);
  }
  process.stdout.write(`${held} of ${held + lost.length} attacks of the rule tests are found as before\n`);
  return lost.length === 0 ? EXIT.ok : failed(`no longer found: ${lost.join(', ')}`);
}

function failed(text: string): number {
  process.stderr.write(`error: ${text}\n`);
  return EXIT.failed;
}
