import { resolveClient } from '../client/index.js';
import { modeFor, type Transaction, type Verdict } from '../core/index.js';
import type { Running, RunningSite } from '../gateway/running.js';
import { effectiveHost, hostName } from '../listen/index.js';
import { type NormalisedPath, normalisePath } from '../parse/index.js';

/** What steps 2 and 3 found out. */
export interface Admission {
  readonly verdict: Verdict;
  /** Null when the verdict is not a pass. */
  readonly site: RunningSite | null;
  readonly path: NormalisedPath;
}

const NO_PATH: NormalisedPath = Object.freeze({ path: '/', ambiguous: true });

/** Steps 2 and 3: who is calling, which site, and whether its gate lets them in. Writes what it finds into the record. */
export function admit(
  running: Running,
  transaction: Transaction,
  peerAddress: string | undefined,
  peerPort: number,
): Admission {
  const { head } = transaction;
  const client = resolveClient(running.trust, running.geo, peerAddress, peerPort, head);
  transaction.client = client;
  if (client === null) return refused({ kind: 'block', status: 400, reason: 'address', by: 'client' });
  if (head.target.length > running.config.limits.uriLength) {
    return refused({ kind: 'block', status: 414, reason: 'head-limit', by: 'limits.uriLength' });
  }
  const host = hostName(effectiveHost(head));
  if (host === null) return refused({ kind: 'block', status: 400, reason: 'host', by: 'Host' });
  const site = running.router.find(host);
  if (site === null) return refused({ kind: 'block', status: 421, reason: 'host', by: 'Host' });
  transaction.site = site.site;
  const path = normalisePath(head.target);
  transaction.path = path.path;
  // Where an upstream may read the path otherwise than we do, a path's setting may only tighten the site's.
  transaction.mode = path.ambiguous ? strictest(site.site.mode, modeFor(site.site, path.path)) : modeFor(site.site, path.path);
  return { verdict: site.gate.check(client, path), site, path };
}

function refused(verdict: Verdict): Admission {
  return { verdict, site: null, path: NO_PATH };
}

const STRICTNESS = { off: 0, detect: 1, block: 2 } as const;

function strictest(left: Transaction['mode'], right: Transaction['mode']): Transaction['mode'] {
  return STRICTNESS[left] >= STRICTNESS[right] ? left : right;
}

