import { resolveClient } from '../client/index.js';
import {
  type Client,
  RequestError,
  type RequestHead,
  type Transaction,
  type Verdict,
} from '../core/index.js';
import type { Running, RunningSite } from '../gateway/running.js';
import { effectiveHost, hostName } from '../listen/index.js';
import { type NormalisedPath, normalisePath } from '../parse/index.js';
import { modeOf } from './mode.js';

/** What steps 2 and 3 found out. */
export interface Admission {
  readonly verdict: Verdict;
  /** Null when the verdict is not a pass. */
  readonly site: RunningSite | null;
  readonly path: NormalisedPath;
}

const NO_PATH: NormalisedPath = Object.freeze({ path: '/', ambiguous: true, readings: [] });

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
  // No http URI has an empty host (RFC 9110 section 4.2.1); HTTP/1.0 may do without the field.
  if (host === null || (host === '' && head.httpVersion !== '1.0')) {
    return refused({ kind: 'block', status: 400, reason: 'host', by: 'Host' });
  }
  const site = running.router.find(host);
  if (site === null) {
    return running.router.isClosed(host)
      ? refused({ kind: 'block', status: 503, reason: 'site-closed', by: 'sites', retryAfter: 300 })
      : refused({ kind: 'block', status: 421, reason: 'host', by: 'Host' });
  }
  transaction.site = site.site;
  const path = normalisePath(head.target);
  transaction.path = path.path;
  transaction.mode = modeOf(site.site, path);
  return { verdict: checkGate(site, client, path, head), site, path };
}

/** A fault of the gate is told from one in finding out who is calling; either refuses. */
function checkGate(site: RunningSite, client: Client, path: NormalisedPath, head: RequestHead): Verdict {
  try {
    const { gate } = site;
    return gate.check(client, gate.readsHead ? { path: path.path, readings: path.readings, head } : path);
  } catch (cause) {
    throw new RequestError('gateway', 'gate', 500, 'the gate failed', { cause });
  }
}

function refused(verdict: Verdict): Admission {
  return { verdict, site: null, path: NO_PATH };
}
