import type { BanRule, BansConfig } from '../config/index.js';
import { type Address, KeyedHash, lowerAscii, type Transaction } from '../core/index.js';
import { pathMatches } from '../gate/index.js';
import { type Ban, type SharedState, Windows } from '../state/index.js';
import type { NeverBanned } from './never-banned.js';
import { type Offence, OffenceTally } from './offence-tally.js';
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
  /** Null until there is someone to tell. */
  #tally: OffenceTally | null = null;

  /** @param banned told of every ban @param now clock in milliseconds, for tests */
  constructor(state: SharedState, banned: (ban: Ban) => void, now: () => number = Date.now) {
    this.#state = state;
    this.#banned = banned;
    this.#now = now;
  }

  set rules(rules: OffenceRules) {
    this.#rules = rules;
  }

  /** From here on it is gathered what `take` gives to the other workers. */
  share(): void {
    this.#tally = new OffenceTally();
  }

  /** What was counted here since the last call; empty unless it is shared. */
  take(): Offence[] {
    return this.#tally?.take() ?? [];
  }

  /**
   * Counts what another worker has counted.
   * @param decides whether to ban who has done too much: one worker does, so that a ban is written down once
   */
  merge(offences: readonly Offence[], decides: boolean): void {
    const rules = this.#rules;
    if (rules === null) return;
    for (const { rule: index, name, address, site, times, isCleared } of offences) {
      const rule = rules.config.after[index];
      if (rule?.name !== name || (site !== null) !== (rules.config.scope === 'site')) continue;
      const key = this.#keyOf(index, address, site);
      if (isCleared) this.#windows.clear(key);
      let counted = 0;
      for (let i = 0; i < times; i++) counted = this.#windows.count(key, rule.within, this.#now());
      if (!decides || counted < rule.count) continue;
      this.#windows.clear(key);
      this.#tally?.clear(textOf(key), { rule: index, name, address, site });
      this.#ban(rule, rules, address, site);
    }
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
      const site = rules.config.scope === 'site' ? transaction.site.name : null;
      if (this.#reached(rule, i, site, transaction, counters))
        this.#ban(rule, rules, transaction.client.address, site);
    }
  }

  #reached(
    rule: BanRule,
    index: number,
    site: string | null,
    transaction: Transaction,
    counters: AddressCounters | null,
  ): boolean {
    if (!applies(rule, transaction)) return false;
    if (rule.event === 'counter') {
      if (counters === null || counters.value(rule.counter) < rule.count) return false;
      counters.clear(rule.counter);
      return true;
    }
    const { address } = transaction.client!;
    const key = this.#keyOf(index, address, site);
    const isReached = this.#windows.count(key, rule.within, this.#now()) >= rule.count;
    if (isReached) this.#windows.clear(key);
    if (this.#tally !== null) {
      const offence = { rule: index, name: rule.name, address, site };
      if (isReached) this.#tally.clear(textOf(key), offence);
      else this.#tally.add(textOf(key), offence);
    }
    return isReached;
  }

  #keyOf(rule: number, { family, a, b, c, d }: Address, site: string | null): KeyedHash {
    const key = this.#hash.begin().word(rule).address(family, [a, b, c, d]);
    if (site !== null) key.text(site);
    return key.end();
  }

  #ban(rule: BanRule, { config, never }: OffenceRules, address: Address, site: string | null): void {
    const span = spanOfAddress(address);
    if (never.find(span) !== null) return;
    const now = this.#now();
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

function textOf({ high, low }: KeyedHash): string {
  return `${high} ${low}`;
}
