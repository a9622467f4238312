import type { BanRule, BansConfig } from '../config/index.js';
import { KeyedHash, lowerAscii, type Transaction } from '../core/index.js';
import { pathMatches } from '../gate/index.js';
import { type Ban, type SharedState, Windows } from '../state/index.js';
import type { NeverBanned } from './never-banned.js';
import { spanOfAddress } from './span.js';

/** Reads and clears a counter that rules keep by address. */
export interface AddressCounters {
  /** 0 when there is none. @param name in lower case */
  value(name: string): number;
  clear(name: string): void;
}

/** What is counted, how long bans last, and who is spared. A reload replaces it. */
export interface OffenceRules {
  readonly config: BansConfig;
  readonly never: NeverBanned;
}

/**
 * Counts what clients do and bans those that do too much of it. Looked at when a request has ended: it costs a request
 * nothing unless something is configured, and then a comparison for each rule.
 */
export class Offences {
  readonly #state: SharedState;
  readonly #windows = new Windows();
  readonly #hash = new KeyedHash();
  readonly #now: () => number;
  readonly #banned: (ban: Ban) => void;
  #rules: OffenceRules | null = null;

  /** @param banned told of every ban @param now clock in milliseconds, for tests */
  constructor(state: SharedState, banned: (ban: Ban) => void, now: () => number = Date.now) {
    this.#state = state;
    this.#banned = banned;
    this.#now = now;
  }

  set rules(rules: OffenceRules) {
    this.#rules = rules;
  }

  /** Takes note of a finished request. @param counters null when no rules ran */
  note(transaction: Transaction, counters: AddressCounters | null): void {
    const rules = this.#rules;
    if (rules === null || rules.config.after.length === 0 || transaction.client === null) return;
    if (transaction.site === null) return;
    const { outcome, verdict } = transaction;
    // Whom the gate refused does no harm any more, and must not have a ban grow by knocking. Who is too fast may.
    if (outcome === 'refused' && (verdict.kind === 'pass' || verdict.reason !== 'rate')) return;
    for (let i = 0; i < rules.config.after.length; i++) {
      const rule = rules.config.after[i];
      if (this.#reached(rule, i, rules.config.scope, transaction, counters))
        this.#ban(rule, rules, transaction);
    }
  }

  #reached(
    rule: BanRule,
    index: number,
    scope: BansConfig['scope'],
    transaction: Transaction,
    counters: AddressCounters | null,
  ): boolean {
    if (!applies(rule, transaction)) return false;
    if (rule.event === 'counter') {
      if (counters === null || counters.value(rule.counter) < rule.count) return false;
      counters.clear(rule.counter);
      return true;
    }
    const { family, a, b, c, d } = transaction.client!.address;
    const key = this.#hash.begin().word(index).address(family, [a, b, c, d]);
    if (scope === 'site') key.text(transaction.site!.name);
    if (this.#windows.count(key.end(), rule.within, this.#now()) < rule.count) return false;
    this.#windows.clear(key);
    return true;
  }

  #ban(rule: BanRule, { config, never }: OffenceRules, transaction: Transaction): void {
    const span = spanOfAddress(transaction.client!.address);
    if (never.find(span) !== null) return;
    const now = this.#now();
    const site = config.scope === 'site' ? transaction.site!.name : null;
    const last = this.#state.bans.last(span.family, span.words, site);
    // Of several rules that are reached at once, and of requests under way, one bans.
    if (last !== null && (last.until === null || last.until > now)) return;
    const count = (last?.count ?? 0) + 1;
    const length = Math.min(config.longest, config.for * config.growth ** (count - 1));
    const reason =
      rule.event === 'counter'
        ? `${rule.name} reached ${rule.count}`
        : `${rule.count} × ${rule.name} within ${rule.within / 1000} s`;
    const ban: Ban = { span, site, since: now, until: now + length, count, reason, by: rule.name };
    this.#state.dispatch({ kind: 'ban', ban });
    this.#banned(ban);
  }
}

function applies(rule: BanRule, transaction: Transaction): boolean {
  if (rule.event === 'blocked' && transaction.outcome !== 'blocked') return false;
  if (rule.event === 'status' && !rule.status.includes(transaction.status)) return false;
  if (rule.path !== null && !pathMatches(transaction.path, lowerAscii(rule.path))) return false;
  return rule.methods.length === 0 || rule.methods.includes(transaction.head.method);
}
