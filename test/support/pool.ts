import type { PoolSettings } from '../../src/core/index.js';

/** Settings of a pool as a site has them that says nothing but its upstreams. */
export function poolSettings(
  urls: string | readonly string[],
  changes: Partial<PoolSettings> = {},
): PoolSettings {
  const members = (typeof urls === 'string' ? [urls] : urls).map(url => ({ url, weight: 1 }));
  return {
    members,
    balance: 'round-robin',
    stickyCookie: 'sekisho-upstream',
    connections: 256,
    queue: 256,
    retries: 1,
    failures: members.length > 1 ? 3 : 0,
    pause: 10_000,
    check: null,
    tls: { verify: true, ca: null, serverName: null, cert: null, key: null },
    timeouts: { connect: 5_000, headers: 60_000, body: 60_000 },
    owner: null,
    ...changes,
  };
}
