import { PASS, type Verdict } from '../core/index.js';
import type { AddressText } from './address-text.js';
import type { Caller } from './caller.js';
import { CountryCheck } from './country.js';
import { block, Entries } from './entries.js';
import type { AddressList } from './list.js';
import type { GateRules } from './rules.js';

/** The rules of the site or of one path, compiled. Which of its checks apply to whom is `compile.ts`'s to know. */
export class Scope {
  readonly only: Entries | null;
  readonly allow: Entries;
  /** Own lists and addresses of `deny`. */
  readonly deny: Entries | 'all';
  /** Lists of `deny` that are fetched from elsewhere. */
  readonly feeds: Entries | null;
  readonly country: CountryCheck | null;
  readonly #outside: Verdict;
  readonly #deniedAll: Verdict;

  /**
   * @param name `site`, or the path rule's `match` as written
   * @param mistakes collects entries that are neither a list nor an address
   */
  constructor(
    readonly name: string,
    rules: GateRules,
    lists: ReadonlyMap<string, AddressList>,
    text: AddressText,
    mistakes: string[],
  ) {
    const compile = (field: string, entries: readonly string[]): Entries =>
      Entries.compile(name === 'site' ? field : `${name} ${field}`, entries, lists, text, mistakes);
    this.only = rules.only === null ? null : compile('only', rules.only);
    this.allow = compile('allow', rules.allow);
    const deny = rules.deny === 'all' ? null : compile('deny', rules.deny);
    this.deny = deny === null ? 'all' : deny.own;
    this.feeds = deny === null || deny.feeds.names.length === 0 ? null : deny.feeds;
    this.country = rules.countries === null ? null : new CountryCheck(rules.countries);
    this.#outside = block(
      'only',
      rules.only === null || rules.only.length === 0 ? 'only' : rules.only.join(', '),
    );
    this.#deniedAll = block('deny', 'all');
  }

  checkOnly(caller: Caller): Verdict {
    return this.only === null || this.only.contains(caller) ? PASS : this.#outside;
  }

  checkDeny(caller: Caller): Verdict {
    if (this.deny === 'all') return this.#deniedAll;
    return this.deny.denies(caller) ?? PASS;
  }

  checkFeeds(caller: Caller): Verdict {
    return this.feeds?.denies(caller) ?? PASS;
  }

  checkCountry(caller: Caller): Verdict {
    return this.country === null ? PASS : this.country.check(caller);
  }

  /** Everything but `allow`, in order; the first refusal. */
  check(caller: Caller): Verdict {
    let verdict = this.checkOnly(caller);
    if (verdict === PASS) verdict = this.checkDeny(caller);
    if (verdict === PASS && this.feeds !== null) verdict = this.checkFeeds(caller);
    return verdict === PASS ? this.checkCountry(caller) : verdict;
  }
}
