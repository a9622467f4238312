import type { Balance } from '../core/index.js';
import type { Member } from './member.js';

/** An upstream's place in one pool. */
export interface Slot {
  readonly member: Member;
  readonly weight: number;
  /** Of the smooth weighted round robin. */
  credit: number;
}

/**
 * Chooses among upstreams that can be used.
 * @param usable at least one; the same slots in the same order as long as nothing changes
 * @param key what `client-address` and `cookie` go by: the client's address, or the id in its cookie
 */
export function choose(balance: Balance, usable: readonly Slot[], key: string): Slot {
  if (usable.length === 1) return usable[0];
  switch (balance) {
    case 'round-robin':
      return roundRobin(usable);
    case 'least-connections':
      return leastConnections(usable);
    case 'client-address':
      return byHash(usable, key);
    case 'cookie':
      return usable.find(({ member }) => member.id === key) ?? roundRobin(usable);
  }
}

/** Smooth weighted round robin: of weights 5, 1, 1 the first is not asked five times in a row. */
function roundRobin(usable: readonly Slot[]): Slot {
  let best = usable[0];
  let total = 0;
  for (const slot of usable) {
    slot.credit += slot.weight;
    total += slot.weight;
    if (slot.credit > best.credit) best = slot;
  }
  best.credit -= total;
  return best;
}

/** The one with the fewest requests and WebSockets for its weight; among equals, in turn. */
function leastConnections(usable: readonly Slot[]): Slot {
  let least = Number.POSITIVE_INFINITY;
  let equal: Slot[] = [];
  for (const slot of usable) {
    const load = (slot.member.active + slot.member.tunnels) / slot.weight;
    if (load < least) {
      least = load;
      equal = [slot];
    } else if (load === least) equal.push(slot);
  }
  return equal.length === 1 ? equal[0] : roundRobin(equal);
}

/**
 * Weighted rendezvous hashing: a client stays with its upstream, and when one goes only its own clients move.
 */
function byHash(usable: readonly Slot[], key: string): Slot {
  let best = usable[0];
  let most = Number.NEGATIVE_INFINITY;
  for (const slot of usable) {
    // In (0, 1): the logarithm of 0 is none.
    const point = (hash(slot.member.id + key) + 0.5) / 2 ** 32;
    const score = -slot.weight / Math.log(point);
    if (score > most) {
      most = score;
      best = slot;
    }
  }
  return best;
}

/** FNV-1a with a final mix, 32 bits. Nothing depends on it being hard to guess. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value ^= value >>> 16;
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
