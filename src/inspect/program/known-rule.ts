import { lowerAscii } from '../../core/index.js';
import type { OperatorScope } from '../contract.js';
import { Entry } from '../entry.js';
import { leadingNumber } from '../numbers.js';
import type { Effect, LinkTest, Rule, Target, TxAssignment } from '../plan.js';
import { Value } from '../value.js';
import type { KnownTx } from './known-tx.js';

/** One value that TX gets, or null where it is deleted. */
export type Write = readonly [name: string, value: string | null];

/** What a rule does for every request that comes to it. */
export type Foreseen =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no-match' }
  | {
      readonly kind: 'match';
      /** What it writes, in order; null when it does more than write known values to TX. */
      readonly writes: readonly Write[] | null;
      /** What its last test matched, or null when it tests nothing. */
      readonly matched: readonly Entry[] | null;
    };

const UNKNOWN: Foreseen = { kind: 'unknown' };
const NO_MATCH: Foreseen = { kind: 'no-match' };

/**
 * Says what a rule does at a place where so much is known of TX. A rule that looks at anything but named TX variables, or
 * captures, is unknown.
 * @param presets names that rules cannot change
 */
export function foresee(rule: Rule, known: KnownTx, presets: ReadonlySet<string>): Foreseen {
  const state = known.copy();
  const scope = new KnownScope(state);
  const writes: Write[] = [];
  let writesAll = true;
  let matched: readonly Entry[] | null = null;
  for (const [link, { test, effects }] of rule.links.entries()) {
    let times = 1;
    if (test !== null) {
      const entries = matchesOf(test, scope);
      if (entries === null) return UNKNOWN;
      // What the links before it did stands, although the rule does not match.
      if (entries.length === 0) return link === 0 ? NO_MATCH : UNKNOWN;
      matched = entries;
      times = entries.length;
    }
    for (let i = 0; i < times; i++) {
      for (const effect of effects) writesAll = applyKnown(effect, scope, presets, writes) && writesAll;
    }
  }
  return { kind: 'match', writes: writesAll ? writes : null, matched };
}

/** Values that the test matches, as MATCHED_VARS has them; null when that is not known. */
function matchesOf(test: LinkTest, scope: KnownScope): Entry[] | null {
  // A negated test captures where it does not match.
  if (test.stages !== null || test.capture) return null;
  const matching: Entry[] = [];
  for (const target of test.targets) {
    const entries = knownEntries(target, scope.known);
    if (entries === null) return null;
    for (const entry of entries) {
      const form = entry.value.form(test.pipeline);
      scope.failed = false;
      const matches = test.operator(form, scope) !== test.negated;
      if (scope.failed) return null;
      if (matches) matching.push(form === entry.value ? entry : new Entry(entry.collection, entry.key, form));
    }
  }
  return matching;
}

function knownEntries({ variable, selector, count, exclusions }: Target, known: KnownTx): Entry[] | null {
  if (variable.name !== 'TX' || selector === null || selector.key === null || exclusions.length > 0)
    return null;
  const value = known.get(selector.key);
  if (value === undefined) return null;
  if (count) return [new Entry(variable.name, selector.source, new Value(value === null ? '0' : '1'))];
  return value === null ? [] : [new Entry('TX', selector.key, new Value(value))];
}

/** @returns false when the effect is more than writing a known value to a TX variable of a known name */
function applyKnown(
  effect: Effect,
  scope: KnownScope,
  presets: ReadonlySet<string>,
  writes: Write[],
): boolean {
  const { assignment } = effect;
  if (assignment === undefined) return false;
  const write = resolve(assignment, scope);
  if (write === null) {
    forgetAssigned(assignment, scope.known);
    return false;
  }
  if (presets.has(write[0])) return true;
  scope.known.set(write[0], write[1]);
  writes.push(write);
  return true;
}

function resolve({ name, value, sign }: TxAssignment, scope: KnownScope): Write | null {
  scope.failed = false;
  const key = lowerAscii(name.expand(scope));
  if (value === null) return scope.failed ? null : [key, null];
  const text = value.expand(scope);
  if (sign === 0) return scope.failed ? null : [key, text];
  const before = scope.macroValue('TX', key) ?? '';
  return scope.failed ? null : [key, String(leadingNumber(before) + sign * leadingNumber(text))];
}

/** Notes that a rule may have written: of a rule that is not foreseen, all that it could. */
export function forgetWrites(rule: Rule, known: KnownTx): void {
  for (const { test, effects } of rule.links) {
    if (test?.capture === true) for (let i = 0; i < 10; i++) known.set(String(i), undefined);
    for (const { assignment } of effects) if (assignment !== undefined) forgetAssigned(assignment, known);
  }
}

function forgetAssigned({ name }: TxAssignment, known: KnownTx): void {
  if (name.isStatic) known.set(lowerAscii(name.source), undefined);
  else known.forgetPrefix(lowerAscii(name.source.slice(0, name.source.indexOf('%{'))));
}

/** What an operator or a macro may see while nothing but TX is known; `failed` once it asked for more. */
class KnownScope implements OperatorScope {
  readonly capturing = false;
  failed = false;

  constructor(readonly known: KnownTx) {}

  macroValue(collection: string, key: string | null): string | null {
    const value = collection === 'TX' && key !== null ? this.known.get(key) : undefined;
    if (value === undefined) this.failed = true;
    return value ?? null;
  }

  capture(): void {
    this.failed = true;
  }

  geoLookup(): boolean {
    this.failed = true;
    return false;
  }
}
