import { type Address, type Client, PASS, type Verdict } from '../core/index.js';
import type { AddressText } from './address-text.js';
import { CountryCheck } from './country.js';
import { block, Entries } from './entries.js';
import type { AddressList } from './list.js';
import type { GateRules } from './rules.js';

/** The rules of the site or of one path, compiled. Which of its checks apply to whom is `compile.ts`'s to know. */
export class Scope {
  readonly only: Entries | null;
  readonly allow: Entries;
  readonly deny: Entries | 'all';
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
    this.deny = rules.deny === 'all' ? 'all' : compile('deny', rules.deny);
    this.country = rules.countries === null ? null : new CountryCheck(rules.countries);
    this.#outside = block(
      'only',
      rules.only === null || rules.only.length === 0 ? 'only' : rules.only.join(', '),
    );
    this.#deniedAll = block('deny', 'all');
  }

  checkOnly(address: Address): Verdict {
    return this.only === null || this.only.contains(address) ? PASS : this.#outside;
  }

  checkDeny(address: Address): Verdict {
    if (this.deny === 'all') return this.#deniedAll;
    return this.deny.denies(address) ?? PASS;
  }

  checkCountry(client: Client): Verdict {
    return this.country === null ? PASS : this.country.check(client);
  }
}
