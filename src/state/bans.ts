import { AddressMap, isKey, spanContains } from './address-map.js';
import type { Ban } from './operation.js';

/** Bans of addresses kept at once; of those that no operator made, the one that was made first goes first. */
const MOST_BANS = 100_000;
/** Networks are looked at one by one. */
const MOST_NETWORKS = 1_000;
/** A ban is remembered this long after its end, in milliseconds: the next one is then longer. */
const REMEMBERED = 7 * 86_400_000;

/** There is no room for another ban. */
export class BansFull extends Error {
  constructor(limit: number, what: string) {
    super(`${limit} ${what} are banned already; lift some first`);
    this.name = 'BansFull';
  }
}

/** Who is banned, in this process's memory. Asking takes some ten nanoseconds and allocates nothing. */
export class BanTable {
  readonly #addresses = new AddressMap<readonly Ban[]>();
  readonly #networks: Ban[] = [];
  /** Bans of addresses in the order they were made: whom to forget first. */
  readonly #order = new Map<string, Ban>();
  readonly #now: () => number;
  readonly #most: number;

  /** @param now clock in milliseconds, for tests @param most bans of addresses kept at once */
  constructor(now: () => number = Date.now, most = MOST_BANS) {
    this.#now = now;
    this.#most = most;
  }

  /** The ban in force for an address at a site, or null. */
  find(family: 4 | 6, words: ArrayLike<number>, site: string): Ban | null {
    const bans = this.#addresses.size === 0 ? undefined : this.#addresses.get(family, words);
    if (bans === undefined && this.#networks.length === 0) return null;
    const now = this.#now();
    if (bans !== undefined) {
      for (const ban of bans) if (holds(ban, site, now)) return ban;
    }
    for (const ban of this.#networks) {
      if (holds(ban, site, now) && spanContains(ban.span, family, words)) return ban;
    }
    return null;
  }

  /** The last ban of exactly this address and site, also when it has ended not long ago. */
  last(family: 4 | 6, words: ArrayLike<number>, site: string | null): Ban | null {
    return this.#addresses.get(family, words)?.find(ban => ban.site === site) ?? null;
  }

  /** Puts a ban in force, in the place of an earlier one of the same addresses and site. @throws BansFull */
  add(ban: Ban): void {
    const { span } = ban;
    if (!isKey(span)) {
      this.#sweepNetworks();
      const index = this.#networks.findIndex(other => sameTarget(other, ban));
      if (index >= 0) {
        if (this.#networks[index].since <= ban.since) this.#networks[index] = ban;
        return;
      }
      if (this.#networks.length >= MOST_NETWORKS) throw new BansFull(MOST_NETWORKS, 'networks');
      this.#networks.push(ban);
      return;
    }
    const bans = this.#addresses.get(span.family, span.words) ?? [];
    const before = bans.find(other => other.site === ban.site);
    if (before !== undefined && before.since > ban.since) return;
    this.#addresses.set(span.family, span.words, [...bans.filter(other => other !== before), ban]);
    this.#order.delete(keyOf(ban));
    this.#order.set(keyOf(ban), ban);
    if (this.#order.size > this.#most) this.#makeRoom();
  }

  /** Lifts bans of exactly these addresses. @param site null: at every site @param at bans made later stay */
  remove(target: string, site: string | null, at: number): void {
    for (const ban of [...this.#order.values(), ...this.#networks]) {
      if (ban.span.text === target && (site === null || ban.site === site) && ban.since <= at)
        this.#forget(ban);
    }
  }

  /** Bans in force, addresses first, each in the order they were made. */
  *active(): Generator<Ban> {
    const now = this.#now();
    for (const ban of this.#order.values()) if (ban.until === null || ban.until > now) yield ban;
    for (const ban of this.#networks) if (ban.until === null || ban.until > now) yield ban;
  }

  /** Those in force and those remembered, for whoever writes them down. Forgets the rest. */
  kept(): Ban[] {
    const now = this.#now();
    for (const ban of [...this.#order.values()]) {
      if (ban.until !== null && ban.until + REMEMBERED <= now) this.#forget(ban);
    }
    this.#sweepNetworks();
    return [...this.#order.values(), ...this.#networks];
  }

  #sweepNetworks(): void {
    const now = this.#now();
    for (const ban of [...this.#networks]) if (ban.until !== null && ban.until <= now) this.#forget(ban);
  }

  /** Forgets the oldest that is over or that no operator made. */
  #makeRoom(): void {
    const now = this.#now();
    let oldest: Ban | null = null;
    let seen = 0;
    for (const ban of this.#order.values()) {
      if (ban.until !== null && ban.until <= now) {
        oldest = ban;
        break;
      }
      if (oldest === null && ban.by !== 'manual') oldest = ban;
      // A whole pass for every new ban would be an attacker's lever.
      if (++seen > 100 && oldest !== null) break;
    }
    oldest ??= this.#order.values().next().value ?? null;
    if (oldest !== null) this.#forget(oldest);
  }

  #forget(ban: Ban): void {
    const network = this.#networks.indexOf(ban);
    if (network >= 0) {
      this.#networks.splice(network, 1);
      return;
    }
    this.#order.delete(keyOf(ban));
    const { family, words } = ban.span;
    const left = (this.#addresses.get(family, words) ?? []).filter(other => other !== ban);
    if (left.length === 0) this.#addresses.delete(family, words);
    else this.#addresses.set(family, words, left);
  }
}

function holds(ban: Ban, site: string, now: number): boolean {
  return (ban.site === null || ban.site === site) && (ban.until === null || ban.until > now);
}

function sameTarget(left: Ban, right: Ban): boolean {
  return left.span.text === right.span.text && left.site === right.site;
}

function keyOf({ span, site }: Ban): string {
  return `${span.text}\n${site ?? ''}`;
}
