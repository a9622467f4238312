import type { Address, RequestHead } from '../core/index.js';
import { parseForwarded } from './forwarded-field.js';
import { parseNode } from './node.js';
import { stripSpaces } from './range.js';
import type { Trust } from './trust.js';

/**
 * The client behind trusted proxies. Each proxy appends whom it heard from, so the list is read from the right: as long
 * as the one who speaks is trusted, the next element is believed; the first address that is not trusted is the client.
 * What stands left of it is the client's own invention and is not read.
 *
 * An element that must be read and cannot be (`unknown`, `_hidden`, an empty one, a malformed field) makes the client
 * unreadable: guessing would let whoever wrote it choose an address.
 *
 * X-Forwarded-For is read when the request has one, Forwarded otherwise: nearly every proxy writes the former. A trusted
 * proxy must therefore append to or replace X-Forwarded-For. One that writes Forwarded alone and lets the client's
 * X-Forwarded-For through lets the client name its address: have it drop that header. The other way round (a client's
 * Forwarded next to a proxy's X-Forwarded-For) is harmless, since Forwarded is then not looked at.
 */

/** Most proxies one request may have come through; more is refused. */
const MAX_HOPS = 64;

/**
 * @param peer address of the connection's peer; when it is not trusted, it is the client and no header is read
 * @returns the client's address, or null when it cannot be read and the request must be refused
 */
export function forwardedClient(trust: Trust, peer: Address, head: RequestHead): Address | null {
  if (!trust.trusts(peer)) return peer;
  const fields = head.headers('x-forwarded-for');
  if (fields.length > 0) return readForwardedFor(trust, fields);
  const forwarded = head.headers('forwarded');
  return forwarded.length > 0 ? readForwarded(trust, forwarded) : peer;
}

function readForwardedFor(trust: Trust, fields: readonly string[]): Address | null {
  let address: Address | null = null;
  let hops = 0;
  for (let f = fields.length - 1; f >= 0; f--) {
    const field = fields[f];
    let end = field.length;
    while (end >= 0) {
      const comma = end === 0 ? -1 : field.lastIndexOf(',', end - 1);
      if (++hops > MAX_HOPS) return null;
      address = parseNode(stripSpaces(field.slice(comma + 1, end)), true);
      if (address === null || !trust.trusts(address)) return address;
      end = comma;
    }
  }
  return address;
}

function readForwarded(trust: Trust, fields: readonly string[]): Address | null {
  let address: Address | null = null;
  let hops = 0;
  for (let f = fields.length - 1; f >= 0; f--) {
    const elements = parseForwarded(fields[f], MAX_HOPS);
    if (elements === null) return null;
    for (let e = elements.length - 1; e >= 0; e--) {
      if (++hops > MAX_HOPS) return null;
      const node = elements[e];
      address = node === null ? null : parseNode(node, false);
      if (address === null || !trust.trusts(address)) return address;
    }
  }
  return address;
}
