import { PASS, type Verdict } from '../core/index.js';
import { addressClass } from './address-class.js';
import type { Caller } from './caller.js';
import { block } from './entries.js';
import type { CountryRule } from './rules.js';

/** A country rule ready to judge. */
export class CountryCheck {
  readonly #only: ReadonlySet<string> | null;
  readonly #deny: ReadonlySet<string>;
  readonly #rule: CountryRule;
  readonly #refusal: Verdict;

  constructor(rule: CountryRule) {
    this.#only = rule.only === null ? null : new Set(rule.only.map(code => code.toUpperCase()));
    this.#deny = new Set(rule.deny.map(code => code.toUpperCase()));
    this.#rule = rule;
    this.#refusal = block('country', 'countries');
  }

  /** Loopback and private addresses are judged by what they are, before the database is asked. */
  check(caller: Caller): Verdict {
    const kind = addressClass(caller.family, caller.words);
    if (kind === 'public') return this.#allowsCountry(caller.country) ? PASS : this.#refusal;
    return this.#rule[kind] === 'allow' ? PASS : this.#refusal;
  }

  #allowsCountry(country: string | null): boolean {
    if (country === null) return this.#rule.unknown === 'allow';
    return (this.#only === null || this.#only.has(country)) && !this.#deny.has(country);
  }

  /** What the rule goes by for this client, in words. */
  describe(caller: Caller): string {
    const kind = addressClass(caller.family, caller.words);
    if (kind !== 'public') return `${kind} addresses: ${this.#rule[kind]}`;
    if (caller.country === null) return `no country is known for the address: unknown: ${this.#rule.unknown}`;
    const { country } = caller;
    if (this.#only !== null && !this.#only.has(country))
      return `${country} is not in only: ${list(this.#only)}`;
    if (this.#deny.has(country)) return `${country} is in deny: ${list(this.#deny)}`;
    return this.#only === null ? `${country} is not in deny` : `${country} is in only: ${list(this.#only)}`;
  }
}

function list(codes: ReadonlySet<string>): string {
  return codes.size === 0 ? '(none)' : [...codes].join(', ');
}
