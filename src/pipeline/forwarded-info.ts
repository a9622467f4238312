import { parseAddress } from '../client/index.js';
import type { Transaction } from '../core/index.js';
import type { ForwardedInfo } from '../forward/index.js';
import type { Running } from '../gateway/running.js';
import { effectiveHost } from '../listen/index.js';

/** What the upstream is told about where the request came from. Only for transactions whose client is known. */
export function forwardedInfo(running: Running, transaction: Transaction): ForwardedInfo {
  const client = transaction.client!;
  const peer = client.ip === client.peer ? client.address : parseAddress(client.peer);
  return {
    clientIp: client.ip,
    peer: client.peer,
    secure: transaction.secure,
    host: effectiveHost(transaction.head),
    headerRules: transaction.site?.requestHeaders ?? null,
    trusted: peer !== null && running.trust.trusts(peer),
  };
}
