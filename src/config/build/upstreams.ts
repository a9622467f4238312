import type { z } from 'zod';
import type {
  HeaderRules,
  HealthCheckSettings,
  MemberSettings,
  PoolSettings,
  RouteSettings,
  UpstreamTlsSettings,
} from '../../core/index.js';
import type { Config } from '../config.js';
import { show } from '../explain.js';
import type { site } from '../schema/site.js';
import { fieldName } from '../schema/upstreams.js';
import type { Section } from '../source.js';
import type { BuildContext } from './context.js';
import { requireText } from './files.js';
import { reaches } from './listen.js';

type WrittenSite = z.output<typeof site>;
type WrittenPool = WrittenSite | WrittenSite['routes'][number];

const MOST_PEM_BYTES = 1024 * 1024;
/** Failures in a row after which one of several upstreams is left out. */
const FAILURES = 3;

/** What a pool is checked against besides itself. */
interface Surroundings {
  /** Name of the site, for the Host of checks. */
  readonly name: string;
  readonly listen: Config['listen'] | null;
}

/** @param section of the site or route; something reported as an error may be missing in the result */
export function buildPool(
  written: WrittenPool,
  around: Surroundings,
  section: Section,
  context: BuildContext,
): PoolSettings {
  const members = membersOf(written, section);
  members.forEach(({ url }, index) => {
    const at = written.upstream === undefined ? section.at('upstreams', index) : section.at('upstream');
    checkMember(url, members, index, around.listen, at);
  });
  const isSecure = members.some(({ url }) => url.startsWith('https:'));
  if (section.has('upstreamTls') && !isSecure)
    section.at('upstreamTls').warning('upstreamTls, but no https upstream', 'expected an https:// upstream');
  const { health } = written;
  const check = health.check === undefined ? null : checkOf(health.check, around.name);
  return {
    members,
    balance: written.balance,
    stickyCookie: written.stickyCookie,
    connections: written.connections,
    queue: written.queue,
    retries: written.retries,
    failures: health.failures ?? (members.length > 1 ? FAILURES : 0),
    pause: health.pause,
    check,
    tls: buildUpstreamTls(written.upstreamTls, section.at('upstreamTls'), context),
    timeouts: written.timeouts,
    owner: section.has('connections') || section.has('queue') ? around.name : null,
  };
}

export function buildRoutes(
  written: WrittenSite['routes'],
  around: Surroundings,
  section: Section,
  context: BuildContext,
): RouteSettings[] {
  const seen = new Set<string>();
  const routes = written.map((route, index) => {
    const at = section.at(index);
    if (seen.has(route.path)) at.error(`a second route for ${show(route.path)}`, 'expected each path once');
    seen.add(route.path);
    return { path: route.path, pool: buildPool(route, around, at, context) };
  });
  return routes.sort((a, b) => b.path.length - a.path.length);
}

/** @returns null when there is nothing to change */
export function buildHeaderRules(
  written: WrittenSite['requestHeaders'],
  section: Section,
): HeaderRules | null {
  if (written === undefined) return null;
  const set = Object.entries(written.set);
  for (const [name] of set) {
    const checked = fieldName.safeParse(name);
    if (checked.success) continue;
    section
      .at('set', name)
      .error(`${show(name)} cannot be set`, `expected ${checked.error.issues[0].message}`);
  }
  if (set.length === 0 && written.remove.length === 0) return null;
  // What is set takes the place of what is there.
  const remove = [...written.remove, ...set.map(([name]) => name)].map(name => name.toLowerCase());
  return { set, remove: new Set(remove) };
}

function membersOf(written: WrittenPool, section: Section): readonly MemberSettings[] {
  const { upstream, upstreams } = written;
  if (upstream !== undefined && upstreams !== undefined) {
    section.at('upstreams').error('both upstream and upstreams', 'expected one of them');
  }
  if (upstreams !== undefined) return upstreams;
  if (upstream !== undefined) return [{ url: upstream, weight: 1 }];
  section
    .at('upstream')
    .error(
      `${section.at('upstream').name} is missing`,
      'expected the origin of the site behind, such as http://10.0.0.5:8080',
    );
  return [];
}

function checkMember(
  url: string,
  members: readonly MemberSettings[],
  index: number,
  listen: Config['listen'] | null,
  section: Section,
): void {
  if (members.findIndex(other => other.url === url) < index)
    section.error(`the upstream ${url} for the second time`, 'expected it once, with a weight');
  if (listen === null || url.startsWith('unix:')) return;
  const { hostname, port, protocol } = new URL(url);
  const upstreamPort = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const all = [...listen.http, ...listen.https, ...listen.admin];
  if (!reaches(hostname.replace(/^\[|\]$/g, ''), upstreamPort, all)) return;
  section.error(
    `the upstream ${url} is this gateway itself`,
    'expected the site behind it, on another address or port',
  );
}

function checkOf(written: NonNullable<WrittenPool['health']['check']>, name: string): HealthCheckSettings {
  const { host, ...rest } = written;
  return { ...rest, host: host ?? (name.startsWith('*') ? 'localhost' : name) };
}

function buildUpstreamTls(
  written: WrittenPool['upstreamTls'],
  section: Section,
  context: BuildContext,
): UpstreamTlsSettings {
  const read = (key: 'ca' | 'cert' | 'key'): string | null => {
    const file = written[key];
    return file === undefined
      ? null
      : (requireText(file, MOST_PEM_BYTES, section.at(key), context)?.text ?? null);
  };
  if ((written.cert === undefined) !== (written.key === undefined)) {
    section.error('a client certificate needs both cert and key', 'expected cert and key');
  }
  if (!written.verify) {
    section
      .at('verify')
      .warning('any certificate of the upstream is taken', 'expected ca, with the authority that signed it');
  }
  const { verify, serverName = null } = written;
  return { verify, ca: read('ca'), serverName, cert: read('cert'), key: read('key') };
}
