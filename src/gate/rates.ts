import { type GateRequest, type KeyedHash, PASS, type Verdict } from '../core/index.js';
import type { Caller } from './caller.js';
import { foldAscii, ruleApplies } from './path-match.js';
import type { RateLimit, RateTable } from './rate-table.js';

/** By what requests are counted. A request without the header or cookie counts by its address. */
export type RateKey =
  | { readonly kind: 'address' | 'site' | 'country' }
  | { readonly kind: 'header' | 'cookie' /** Header names in lower case. */; readonly name: string };

/** A rate as the configuration gives it. */
export interface RateRule extends RateLimit {
  /** Letters, digits, `-` and `_`: it stands in header fields. */
  readonly name: string;
  readonly per: RateKey;
  /** Beginning of the normalised path; null: every path. */
  readonly path: string | null;
}

/** The buckets, and the hash that finds them: one of each for all gates of a process. */
export interface Meters {
  readonly table: RateTable;
  readonly hash: KeyedHash;
}

/** The rates of one site, the last check of its gate. */
export class RateCheck {
  readonly readsHead: boolean;
  readonly #rules: readonly CompiledRule[];
  readonly #meters: Meters;

  constructor(site: string, rules: readonly RateRule[], meters: Meters) {
    this.#meters = meters;
    this.#rules = rules.map(rule => {
      const prefix = rule.path === null ? null : foldAscii(rule.path);
      const { low } = meters.hash.begin().text(site).text(rule.name).end();
      return { rule, prefix, seed: low };
    });
    this.readsHead = rules.some(({ per }) => per.kind === 'header' || per.kind === 'cookie');
  }

  /** Takes a token of every rate that applies; the first that has none is the verdict. */
  check(caller: Caller, request: GateRequest): Verdict {
    for (let i = 0; i < this.#rules.length; i++) {
      const compiled = this.#rules[i];
      if (compiled.prefix !== null && !ruleApplies(request, compiled.prefix)) continue;
      const wait = this.#meters.table.take(this.#key(compiled, caller, request), compiled.rule);
      if (wait > 0) return refusal(compiled.rule, wait);
    }
    return PASS;
  }

  /** What `check` would answer, without taking anything, and why, for people. */
  *explain(
    caller: Caller,
    request: GateRequest,
  ): Generator<{ rule: RateRule; verdict: Verdict; detail: string }> {
    for (const compiled of this.#rules) {
      if (compiled.prefix !== null && !ruleApplies(request, compiled.prefix)) continue;
      const { rule } = compiled;
      const wait = this.#meters.table.wait(this.#key(compiled, caller, request), rule);
      const limit = `${rule.limit} in ${rule.within / 1000} s, at once ${rule.burst}, ${describeKey(rule.per)}`;
      if (wait > 0) yield { rule, verdict: refusal(rule, wait), detail: `over ${limit}` };
      else yield { rule, verdict: PASS, detail: limit };
    }
  }

  #key({ rule: { per }, seed }: CompiledRule, caller: Caller, { head }: GateRequest): KeyedHash {
    const hash = this.#meters.hash.begin().word(seed);
    switch (per.kind) {
      case 'site':
        return hash.end();
      case 'country':
        return hash.text(caller.country ?? '-').end();
      case 'header':
      case 'cookie': {
        const value =
          per.kind === 'header' ? head?.header(per.name) : cookieOf(head?.header('cookie') ?? '', per.name);
        if (value !== undefined && value !== '') return hash.word(1).text(value).end();
      }
    }
    return hash.address(caller.family, caller.words).end();
  }
}

interface CompiledRule {
  readonly rule: RateRule;
  readonly prefix: string | null;
  /** Tells its buckets from those of other sites and rules, also after a reload. */
  readonly seed: number;
}

/** 429 with the fields of draft-ietf-httpapi-ratelimit-headers-10: the policy, and what is left of it. */
function refusal({ name, limit, within }: RateRule, wait: number): Verdict {
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  return {
    kind: 'block',
    status: 429,
    reason: 'rate',
    by: name,
    retryAfter: seconds,
    fields: {
      'ratelimit-policy': `"${name}";q=${limit};w=${Math.ceil(within / 1000)}`,
      ratelimit: `"${name}";r=0;t=${seconds}`,
    },
  };
}

/** The value of the first cookie of that name, or undefined. */
function cookieOf(header: string, name: string): string | undefined {
  let at = 0;
  while (at < header.length) {
    let end = header.indexOf(';', at);
    if (end < 0) end = header.length;
    while (header.charCodeAt(at) === 0x20) at++;
    if (header.startsWith(name, at) && header[at + name.length] === '=')
      return header.slice(at + name.length + 1, end);
    at = end + 1;
  }
  return undefined;
}

function describeKey(per: RateKey): string {
  return 'name' in per ? `per ${per.kind} ${per.name}` : `per ${per.kind}`;
}
