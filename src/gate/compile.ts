import { type Client, type Gate, type GateRequest, PASS, type Verdict } from '../core/index.js';
import type { AddressText } from './address-text.js';
import { explain, type GateExplanation } from './explain.js';
import type { AddressList } from './list.js';
import { foldAscii, ruleApplies } from './path-match.js';
import type { SiteGate } from './rules.js';
import { Scope } from './scope.js';

/**
 * The order of a gate, which is allow > only > deny > country:
 *
 * 1. Whom the site's `allow` names is past every `deny` and every country rule, the site's and the paths', and past the
 *    site's `only`.
 * 2. Everyone else is checked against the site's `only`, `deny` and countries.
 * 3. Then every path rule that matches the path applies, in the order written. It adds to the site's gate and never
 *    loosens it: its `allow` passes its own checks alone, and its `only` holds for everyone, whom the site's `allow`
 *    names too. (To shut a path for them, write `only`.)
 *
 * The first refusal is the verdict.
 */
export interface CompiledGate extends Gate {
  /** What `check` answers and why. For people: it allocates and reads everything twice. */
  explain(client: Client, request: GateRequest): GateExplanation;
}

/** A path rule with the prefix that it is matched by. */
export interface PathScope {
  readonly prefix: string;
  readonly scope: Scope;
}

/**
 * @param lists the named lists; a gate holds the lists themselves, so after a list was loaded anew, compile again
 * @throws Error that names every entry that is neither a list nor an address, and every path that is none
 */
export function compileGate(
  rules: SiteGate,
  lists: ReadonlyMap<string, AddressList>,
  text: AddressText,
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
  return {
    check: (client, request) => check(site, paths, client, request),
    explain: (client, request) => explain(site, paths, client, request),
  };
}

function check(site: Scope, paths: readonly PathScope[], client: Client, request: GateRequest): Verdict {
  const { address } = client;
  const allowed = site.allow.contains(address);
  let verdict = allowed ? PASS : checkAll(site, client);
  for (let i = 0; i < paths.length && verdict === PASS; i++) {
    const { prefix, scope } = paths[i];
    if (!ruleApplies(request, prefix) || scope.allow.contains(address)) continue;
    verdict = allowed ? scope.checkOnly(address) : checkAll(scope, client);
  }
  return verdict;
}

function checkAll(scope: Scope, client: Client): Verdict {
  const { address } = client;
  let verdict = scope.checkOnly(address);
  if (verdict === PASS) verdict = scope.checkDeny(address);
  return verdict === PASS ? scope.checkCountry(client) : verdict;
}
