import { resolveClient } from '../client/index.js';
import type { Client } from '../core/index.js';
import type { GateExplanation, GateStep } from '../gate/index.js';
import type { Running, RunningSite } from '../gateway/index.js';
import { hostName } from '../listen/index.js';
import { type NormalisedPath, normalisePath } from '../parse/index.js';
import { entryPlace } from './entry-place.js';
import { EXIT } from './exit-codes.js';
import { compileOffline } from './running.js';

export interface IpOptions {
  readonly config: string;
  readonly host?: string;
  readonly path: string;
}

/** Prints what the gate says to an address, and which list, file and line decided it. @throws ProblemsError */
export function ip(address: string, options: IpOptions): number {
  const { running, loaded } = compileOffline(options.config);
  const client = resolveClient(running.trust, running.geo, address, 0, null);
  if (client === null) {
    process.stderr.write(
      `error: ${JSON.stringify(address)} is no IP address; write one such as 192.0.2.1 or 2001:db8::1\n`,
    );
    return EXIT.failed;
  }
  const sites = sitesFor(running, options.host);
  if (sites === null) return EXIT.failed;
  const path = normalisePath(options.path);
  process.stdout.write(`${client.ip} (${client.country ?? 'country unknown'})\n`);
  for (const site of sites) {
    const places = (step: GateStep): string | null => entryPlace(loaded, running.sites.indexOf(site), step);
    process.stdout.write(describe(site, client, path, places));
  }
  return EXIT.ok;
}

function sitesFor(running: Running, host: string | undefined): readonly RunningSite[] | null {
  if (host === undefined) return running.sites;
  const name = hostName(host);
  const site = name === null ? null : running.router.find(name);
  if (site !== null) return [site];
  const known = running.sites.flatMap(({ site: { hosts } }) => hosts).join(', ');
  process.stderr.write(`error: no site answers for ${JSON.stringify(host)}; hosts are ${known}\n`);
  return null;
}

function describe(
  running: RunningSite,
  client: Client,
  path: NormalisedPath,
  placeOf: (step: GateStep) => string | null,
): string {
  const explanation = running.gate.explain(client, path);
  const lines = [`${running.site.name}${path.path}: ${headline(explanation)}`];
  for (const step of explanation.steps) lines.push(`  ${stepLine(step, placeOf(step))}`);
  return `${lines.join('\n')}\n`;
}

function headline({ verdict }: GateExplanation): string {
  if (verdict.kind === 'drop') return `refused by closing the connection (${verdict.reason}: ${verdict.by})`;
  if (verdict.kind !== 'block') return 'may come in';
  return `refused with ${verdict.status} (${verdict.reason}: ${verdict.by})`;
}

function stepLine(step: GateStep, place: string | null): string {
  const entry = place === null ? '' : ` [${place}${step.entry === null ? '' : ` ${step.entry.text}`}]`;
  return `${step.scope} ${step.check}: ${step.outcome}, ${step.detail}${entry}`;
}
