import { type Client, type Gate, type GateRequest, KeyedHash, PASS, type Verdict } from '../core/index.js';
import type { AddressText } from './address-text.js';
import { Caller } from './caller.js';
import { explain, type GateExplanation } from './explain.js';
import type { AddressList } from './list.js';
import { foldAscii, ruleApplies } from './path-match.js';
import { RateTable } from './rate-table.js';
import { type Meters, RateCheck } from './rates.js';
import type { SiteGate } from './rules.js';
import { Scope } from './scope.js';
import { NO_STANDING, type Standing } from './standing.js';

/**
 * The order of a gate, which is break-glass > allow > ban > deny > feeds > country and ASN > rate:
 *
 * 1. Whom break-glass lets in is past everything, path rules too.
 * 2. Whom the site's `allow` names is past bans and past every `only`, `deny`, feed and country rule of the site, and
 *    past the paths' but for their `only`.
 * 3. A banned client is refused.
 * 4. Everyone else is checked against the site's `only` and `deny`, then its feeds, then its countries.
 * 5. Then every path rule that matches the path applies, in the order written. It adds to the site's gate and never
 *    loosens it: its `allow` passes its own checks alone, and its `only` holds for everyone, whom the site's `allow`
 *    names too. (To shut a path for them, write `only`.)
 *
 * 6. Rates come last, for whom neither break-glass nor the site's `allow` lets past.
 *
 * The first refusal is the verdict.
 */
export interface CompiledGate extends Gate {
  /** The same for a caller whose words are read already. Allocates nothing. */
  judge(caller: Caller, request: GateRequest): Verdict;
  /**
   * Whether the address alone is refused on every path, by the checks of the site itself. Takes no token of a rate.
   * Allocates nothing.
   */
  refusesAddress(caller: Caller): boolean;
  /** Whether refused clients see a closed connection and no page. */
  readonly closes: boolean;
  /** What `check` answers and why. For people: it allocates and reads everything twice. */
  explain(client: Client, request: GateRequest): GateExplanation;
}

/** A path rule with the prefix that it is matched by. */
export interface PathScope {
  readonly prefix: string;
  readonly scope: Scope;
}

/** A gate taken apart for whoever walks it. */
export interface GateParts {
  readonly name: string;
  readonly standing: Standing;
  readonly site: Scope;
  readonly paths: readonly PathScope[];
  readonly rates: RateCheck | null;
  readonly closes: boolean;
}

export interface GateOptions {
  /** The site's name, as bans and break-glass know it. Default: the empty name. */
  readonly name?: string;
  /** Default: nobody is banned, and nothing is open. */
  readonly standing?: Standing;
  /** Buckets of rates. Default: the gate's own. */
  readonly meters?: Meters;
}

/** Checks are synchronous: one caller serves them all. */
const shared = new Caller();

/**
 * @param lists the named lists; a gate holds the lists themselves, so after a list was loaded anew, compile again
 * @throws Error that names every entry that is neither a list nor an address, and every path that is none
 */
export function compileGate(
  rules: SiteGate,
  lists: ReadonlyMap<string, AddressList>,
  text: AddressText,
  options: GateOptions = {},
): CompiledGate {
  const mistakes: string[] = [];
  const site = new Scope('site', rules, lists, text, mistakes);
  const paths = rules.paths.map((path): PathScope => {
    if (!path.match.startsWith('/')) mistakes.push(`paths: match "${path.match}" does not begin with "/"`);
    return { prefix: foldAscii(path.match), scope: new Scope(path.match, path, lists, text, mistakes) };
  });
  if (mistakes.length > 0) {
    const known = lists.size === 0 ? 'there are no lists' : `lists are ${[...lists.keys()].join(', ')}`;
    throw new Error(`gate: ${mistakes.join('; ')} (${known})`);
  }
  const name = options.name ?? '';
  const meters = options.meters ?? { table: new RateTable(), hash: new KeyedHash() };
  const rates =
    rules.rates === undefined || rules.rates.length === 0 ? null : new RateCheck(name, rules.rates, meters);
  const closes = rules.refusal === 'close';
  const parts = { name, standing: options.standing ?? NO_STANDING, site, paths, rates, closes };
  return {
    check: (client, request) => judge(parts, shared.setClient(client), request),
    judge: (caller, request) => judge(parts, caller, request),
    refusesAddress: caller => refusesAddress(parts, caller),
    readsHead: rates?.readsHead ?? false,
    closes,
    explain: (client, request) => explain(parts, new Caller().setClient(client), request),
  };
}

/** The same verdict without a page, made once of each. */
const withoutPage = new WeakMap<Verdict, Verdict>();

function judge(parts: GateParts, caller: Caller, request: GateRequest): Verdict {
  const verdict = verdictOf(parts, caller, request);
  return parts.closes && verdict.kind === 'block' && verdict.reason !== 'rate' ? closed(verdict) : verdict;
}

/** The refusal as a closed connection. */
export function closed(verdict: Verdict & { kind: 'block' }): Verdict {
  let drop = withoutPage.get(verdict);
  if (drop === undefined) {
    drop = Object.freeze({ kind: 'drop', reason: verdict.reason, by: verdict.by });
    withoutPage.set(verdict, drop);
  }
  return drop;
}

function refusesAddress({ name, standing, site }: GateParts, caller: Caller): boolean {
  if (standing.isOpen(caller, name) || site.allow.contains(caller)) return false;
  return standing.banOf(caller, name) !== null || site.check(caller) !== PASS;
}

function verdictOf(parts: GateParts, caller: Caller, request: GateRequest): Verdict {
  const { name, standing, site, paths, rates } = parts;
  if (standing.isOpen(caller, name)) return PASS;
  const allowed = site.allow.contains(caller);
  if (!allowed) {
    const verdict = standing.banOf(caller, name) ?? site.check(caller);
    if (verdict !== PASS) return verdict;
  }
  for (let i = 0; i < paths.length; i++) {
    const { prefix, scope } = paths[i];
    if (!ruleApplies(request, prefix) || scope.allow.contains(caller)) continue;
    const verdict = allowed ? scope.checkOnly(caller) : scope.check(caller);
    if (verdict !== PASS) return verdict;
  }
  return rates === null || allowed ? PASS : rates.check(caller, request);
}
