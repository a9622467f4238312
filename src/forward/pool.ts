import type { PoolSettings, RequestError, RequestHead } from '../core/index.js';
import { choose, type Slot } from './balance.js';
import { isBeforeSending, upstreamError } from './errors.js';
import type { Choices, Exchange } from './exchange.js';
import type { ForwardedInfo } from './forwarded.js';
import type { Member } from './member.js';
import { cookieValue } from './sticky.js';

/** Methods of which a second request does no more than the first (RFC 9110 section 9.2.2, RFC 4918, RFC 3253). */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  ...['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PROPFIND', 'REPORT', 'SEARCH'],
]);

/**
 * Retries that requests earn: one for five of them, and at most a hundred saved up. When everything fails, retries
 * must not double the load on what is left.
 */
const EARNED = 0.2;
const MOST_SAVED = 100;

/** While all are left out, one request this often tries the next of them, in milliseconds. */
const LAST_RESORT = 1_000;

/** Chooses among the upstreams of one pool, and whether a request that one failed goes on to another. */
export class UpstreamPool implements Choices {
  readonly #settings: PoolSettings;
  readonly #slots: readonly Slot[];
  /** The only upstream, with nothing to ask its health; null otherwise. */
  readonly #only: Member | null;
  readonly #sticky: boolean;
  #saved = MOST_SAVED;
  #lastResort = Number.NEGATIVE_INFINITY;

  constructor(settings: PoolSettings, members: readonly Member[]) {
    this.#settings = settings;
    this.#slots = members.map((member, i) => ({ member, weight: settings.members[i].weight, credit: 0 }));
    this.#only = members.length === 1 && !members[0].isWatched ? members[0] : null;
    this.#sticky = settings.balance === 'cookie' && members.length > 1;
  }

  /** What balancing goes by for this request. */
  keyOf(head: RequestHead, info: ForwardedInfo): string {
    const { balance, stickyCookie } = this.#settings;
    if (this.#sticky) return cookieValue(head, stickyCookie);
    return balance === 'client-address' ? info.clientIp : '';
  }

  /** The upstream that a new request goes to, or why there is none. */
  first(key: string): Member | RequestError {
    const only = this.#only;
    if (only !== null) return only.hasRoom ? only : this.#full(only);
    if (this.#saved < MOST_SAVED) this.#saved += EARNED;
    return this.#choose(key, null);
  }

  another(exchange: Exchange, fault: RequestError): Member | null {
    const failed = exchange.failed ?? [];
    if (failed.length >= this.#settings.retries || this.#slots.length === 1 || this.#saved < 1) return null;
    const { method, body } = exchange.request;
    // A body that is still coming in has gone to the first one.
    if (body !== null && !Buffer.isBuffer(body)) return null;
    const mayRepeat =
      isBeforeSending(fault) || (fault.code === 'reset' && !exchange.hasStarted && IDEMPOTENT.has(method));
    if (!mayRepeat) return null;
    failed.push(exchange.member);
    exchange.failed = failed;
    const member = this.#choose(exchange.key, failed);
    if (member instanceof Error) return null;
    this.#saved--;
    return member;
  }

  cookieFor(exchange: Exchange): string | null {
    if (!this.#sticky || exchange.key === exchange.member.id) return null;
    return `${this.#settings.stickyCookie}=${exchange.member.id}; Path=/; HttpOnly; SameSite=Lax`;
  }

  #choose(key: string, failed: readonly Member[] | null): Member | RequestError {
    const now = performance.now();
    const up = this.#slots.filter(
      ({ member }) => member.health.isUp(now) && failed?.includes(member) !== true,
    );
    const usable = up.filter(({ member }) => member.hasRoom);
    if (usable.length > 0) {
      const { member } = choose(this.#settings.balance, usable, key);
      member.health.use(now);
      return member;
    }
    if (up.length > 0) return this.#full(up[0].member);
    return failed === null ? this.#tryLastResort(now) : this.#unavailable(now);
  }

  /** All are left out. Whoever was to be tried next is tried now and then, so that a hiccup of all ends soon. */
  #tryLastResort(now: number): Member | RequestError {
    if (now - this.#lastResort < LAST_RESORT) return this.#unavailable(now);
    let next: Member | null = null;
    let soonest = Number.POSITIVE_INFINITY;
    for (const { member } of this.#slots) {
      const { retryAt } = member.health;
      if (retryAt === null || retryAt >= soonest || !member.hasRoom) continue;
      next = member;
      soonest = retryAt;
    }
    if (next === null) return this.#unavailable(now);
    this.#lastResort = now;
    next.health.use(now);
    return next;
  }

  #unavailable(now: number): RequestError {
    const { check, members } = this.#settings;
    let wait = check?.interval ?? 1_000;
    for (const { member } of this.#slots) {
      const { retryAt } = member.health;
      if (retryAt !== null) wait = Math.min(wait, Math.max(1_000, retryAt - now));
    }
    const names = members.map(({ url }) => url).join(', ');
    const error = upstreamError('unavailable', `no upstream can be asked: ${names}`);
    error.retryAfter = Math.ceil(wait / 1000);
    return error;
  }

  #full(member: Member): RequestError {
    return upstreamError('pool-full', `${member.url}: ${member.active} requests under way`);
  }
}
