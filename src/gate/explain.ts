import { type GateRequest, PASS, type Verdict } from '../core/index.js';
import type { Caller } from './caller.js';
import { closed, type GateParts } from './compile.js';
import type { Entries } from './entries.js';
import type { ListEntry } from './list.js';
import { ruleApplies } from './path-match.js';
import type { Scope } from './scope.js';

/** One check that the gate looked at. */
export interface GateStep {
  /** `site`, or the `match` of a path rule. */
  readonly scope: string;
  readonly check: 'open' | 'allow' | 'ban' | 'only' | 'deny' | 'feed' | 'country' | 'rate';
  /** `passes`: past the checks that follow it; `continues`: nothing against the client here; `blocks`: refused. */
  readonly outcome: 'passes' | 'continues' | 'blocks';
  /** Who said so: a list's name, an entry as written, `all` or `countries`; null when nothing applied. */
  readonly by: string | null;
  /** The entry that the client's address is in: file, line and text. */
  readonly entry: ListEntry | null;
  /** The reason in words. */
  readonly detail: string;
}

export interface GateExplanation {
  /** What `check` answers for the same client and path. */
  readonly verdict: Verdict;
  /** The refusal, or the site's `allow` that let the client past; null when nothing was against it. */
  readonly decidedBy: GateStep | null;
  /** Every check in the order looked at, up to the refusal. Path rules that do not match the path are left out. */
  readonly steps: readonly GateStep[];
}

export function explain(parts: GateParts, caller: Caller, request: GateRequest): GateExplanation {
  const { site, paths } = parts;
  const trail = new Trail(caller);
  if (trail.open(parts)) return { verdict: PASS, decidedBy: trail.steps[0], steps: trail.steps };
  const allowed = trail.allow(site);
  const allowStep = allowed ? trail.steps[0] : null;
  if (!allowed) {
    trail.ban(parts);
    if (trail.verdict === PASS) trail.all(site);
  }
  for (const { prefix, scope } of paths) {
    if (trail.verdict !== PASS) break;
    if (!ruleApplies(request, prefix) || trail.allow(scope)) continue;
    if (allowed) trail.only(scope);
    else trail.all(scope);
  }
  if (trail.verdict === PASS && !allowed) trail.rates(parts, request);
  const decidedBy = trail.verdict === PASS ? allowStep : trail.steps[trail.steps.length - 1];
  const { verdict } = trail;
  const closes = parts.closes && verdict.kind === 'block' && verdict.reason !== 'rate';
  return { verdict: closes ? closed(verdict) : verdict, decidedBy, steps: trail.steps };
}

/** Takes the steps of `check` one by one and notes each; a check that is not in the rules leaves no step. */
class Trail {
  readonly steps: GateStep[] = [];
  verdict: Verdict = PASS;

  constructor(private readonly caller: Caller) {}

  open({ name, standing, site }: GateParts): boolean {
    if (!standing.isOpen(this.caller, name)) return false;
    const detail = standing.describe(this.caller, name) ?? 'break-glass';
    this.#note(site, 'open', 'passes', { by: 'break-glass', entry: null }, detail);
    return true;
  }

  ban({ name, standing, site }: GateParts): void {
    const verdict = standing.banOf(this.caller, name);
    if (verdict === null) return;
    this.verdict = verdict;
    this.#blocked(site, 'ban', null, standing.describe(this.caller, name) ?? 'banned');
  }

  allow(scope: Scope): boolean {
    const found = scope.allow.find(this.caller);
    if (found === null) {
      if (scope.allow.names.length > 0) this.#note(scope, 'allow', 'continues', NOBODY, notOn(scope.allow));
      return false;
    }
    this.#note(scope, 'allow', 'passes', found, `on ${found.by}`);
    return true;
  }

  rates({ rates, site }: GateParts, request: GateRequest): void {
    for (const { rule, verdict, detail } of rates?.explain(this.caller, request) ?? []) {
      this.verdict = verdict;
      if (verdict === PASS) this.#note(site, 'rate', 'continues', { by: rule.name, entry: null }, detail);
      else {
        this.#blocked(site, 'rate', null, detail);
        return;
      }
    }
  }

  all(scope: Scope): void {
    this.only(scope);
    if (this.verdict === PASS) this.#deny(scope);
    if (this.verdict === PASS) this.#feeds(scope);
    if (this.verdict === PASS) this.#country(scope);
  }

  only(scope: Scope): void {
    if (scope.only === null) return;
    this.verdict = scope.checkOnly(this.caller);
    const found = scope.only.find(this.caller);
    if (found !== null) this.#note(scope, 'only', 'continues', found, `on ${found.by}`);
    else this.#blocked(scope, 'only', null, `${notOn(scope.only)}, and nobody else may come in`);
  }

  #deny(scope: Scope): void {
    this.verdict = scope.checkDeny(this.caller);
    if (scope.deny === 'all')
      this.#blocked(scope, 'deny', null, 'everyone is denied whom allow does not name');
    else this.#entries(scope, 'deny', scope.deny);
  }

  #feeds(scope: Scope): void {
    this.verdict = scope.checkFeeds(this.caller);
    if (scope.feeds !== null) this.#entries(scope, 'feed', scope.feeds);
  }

  #entries(scope: Scope, check: 'deny' | 'feed', entries: Entries): void {
    const found = entries.find(this.caller);
    if (found !== null) this.#blocked(scope, check, found.entry, `on ${found.by}`);
    else if (entries.names.length > 0) this.#note(scope, check, 'continues', NOBODY, notOn(entries));
  }

  #country(scope: Scope): void {
    if (scope.country === null) return;
    this.verdict = scope.checkCountry(this.caller);
    const detail = scope.country.describe(this.caller);
    if (this.verdict !== PASS) this.#blocked(scope, 'country', null, detail);
    else this.#note(scope, 'country', 'continues', { by: 'countries', entry: null }, detail);
  }

  #blocked(scope: Scope, check: GateStep['check'], entry: ListEntry | null, detail: string): void {
    const by = this.verdict.kind === 'block' ? String(this.verdict.by) : null;
    this.#note(scope, check, 'blocks', { by, entry }, detail);
  }

  #note(
    scope: Scope,
    check: GateStep['check'],
    outcome: GateStep['outcome'],
    found: { readonly by: string | null; readonly entry: ListEntry | null },
    detail: string,
  ): void {
    this.steps.push({ scope: scope.name, check, outcome, by: found.by, entry: found.entry, detail });
  }
}

const NOBODY = { by: null, entry: null };

function notOn(entries: Entries): string {
  return entries.names.length === 0 ? 'the list is empty' : `not on ${entries.names.join(', ')}`;
}
