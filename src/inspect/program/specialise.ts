import type { Rule } from '../plan.js';
import { Foretold } from './foretold.js';
import { type Foreseen, foresee, forgetWrites, type Write } from './known-rule.js';
import { KnownTx, mergeReached } from './known-tx.js';
import { jumpPlace, Program, type RequirementsOf, type Step } from './program.js';

/** Phase 5 runs however the others ended, so nothing is known when it begins. */
const LAST_FORESEEN = 4;

/**
 * Makes the program of a plan for one set of presets: set-up rules, paranoia gates and what lies behind closed gates cost
 * nothing any more. Why it is sound:
 * - A transaction's TX begins with its presets, and only `setvar` and captures of rules write it. Each place of a phase is
 *   given what is known of TX there: what holds on every way to it (jumps only lead forward, so one pass is enough).
 * - A rule is foreseen only if it looks at nothing but TX variables that are known there. One that does not match is left out.
 *   One that matches and does nothing but write known values is foretold, its jump included. All others stay, and what they may
 *   write is unknown behind them, whether they match or not.
 * - What a phase begins with holds at every regular end of the phases before it. An inspection that was interrupted by a fault, or
 *   in which a rule is taken out (`ctl:ruleRemove…`, a site's exclusion) that was foreseen to match, goes on in the full program.
 */
export function specialise(
  phases: readonly (readonly Rule[])[],
  presets: ReadonlyMap<string, string>,
  requirementsOf: RequirementsOf,
): Program {
  const relied = new Set<Rule>();
  const names = new Set(presets.keys());
  let known = new KnownTx(presets);
  const steps: Step[][] = [[]];
  for (let phase = 1; phase < phases.length; phase++) {
    const walk: Walk = new Walk(phases[phase]!, names, relied);
    steps.push(phase <= LAST_FORESEEN ? walk.run(known) : walk.keepAll());
    // Any phase but the first may be passed over as a whole (`allow:request`).
    if (walk.end !== null) known = phase === 1 ? walk.end : known.merge(walk.end);
  }
  return new Program(steps, relied, requirementsOf);
}

interface Draft {
  readonly step: Step;
  /** Place in the phase of the first rule that the step stands for. */
  readonly from: number;
  /** Place in the phase to go on at after a match; -1: right behind. */
  readonly jump: number;
}

/** Goes through the rules of one phase. */
class Walk {
  /** What is known at the phase's regular ends; null when it has none. */
  end: KnownTx | null = null;
  readonly #arriving = new Map<number, KnownTx>();
  readonly #drafts: Draft[] = [];
  #writes: Write[] = [];
  #matched: Foretold['matched'] = null;
  #from = -1;

  constructor(
    private readonly rules: readonly Rule[],
    private readonly presets: ReadonlySet<string>,
    private readonly relied: Set<Rule>,
  ) {}

  run(begin: KnownTx): Step[] {
    let known: KnownTx | null = begin.copy();
    const targets = new Set(this.rules.map(jumpPlace));
    this.rules.forEach((rule, place) => {
      if (targets.has(place)) this.#flush(-1);
      known = mergeReached(known, this.#arriving.get(place) ?? null);
      if (known !== null) known = this.#visit(rule, place, known);
    });
    this.#flush(-1);
    for (const [place, arriving] of this.#arriving) {
      if (place >= this.rules.length) known = mergeReached(known, arriving);
    }
    this.end = mergeReached(this.end, known);
    return this.#finish();
  }

  keepAll(): Step[] {
    this.rules.forEach((rule, place) => {
      this.#keep(rule, place);
    });
    return this.#finish();
  }

  /** @returns what is known right behind the rule; null when nothing comes there */
  #visit(rule: Rule, place: number, known: KnownTx): KnownTx | null {
    const foreseen = foresee(rule, known, this.presets);
    if (foreseen.kind === 'no-match') return known;
    const jump = jumpPlace(rule, place);
    if (isForetold(rule, foreseen)) {
      this.relied.add(rule);
      if (this.#from < 0) this.#from = place;
      this.#writes.push(...foreseen.writes);
      if (foreseen.matched !== null) this.#matched = foreseen.matched;
      for (const [name, value] of foreseen.writes) known.set(name, value);
      if (jump < 0) return known;
      this.#flush(jump);
      this.#arrive(jump, known);
      return null;
    }
    this.#keep(rule, place);
    forgetWrites(rule, known);
    if (jump >= 0) this.#arrive(jump, known.copy());
    if (rule.disruption.kind === 'allow') this.end = mergeReached(this.end, known.copy());
    return known;
  }

  #keep(rule: Rule, place: number): void {
    this.#flush(-1);
    const jump = jumpPlace(rule, place);
    this.#drafts.push({ step: { rule, place, jump: -1 }, from: place, jump });
  }

  #arrive(place: number, known: KnownTx): void {
    this.#arriving.set(place, mergeReached(this.#arriving.get(place) ?? null, known)!);
  }

  /** Ends a stretch of foretold rules. */
  #flush(jump: number): void {
    if (this.#from < 0) return;
    const foretold = new Foretold(this.#writes, this.#matched);
    this.#drafts.push({ step: { rule: null, foretold, jump: -1 }, from: this.#from, jump });
    this.#writes = [];
    this.#matched = null;
    this.#from = -1;
  }

  #finish(): Step[] {
    return this.#drafts.map(({ step, jump }) => ({ ...step, jump: jump < 0 ? -1 : this.#stepAt(jump) }));
  }

  /** The first step that stands for the rule at this place or a later one. */
  #stepAt(place: number): number {
    const index = this.#drafts.findIndex(({ from }) => from >= place);
    return index < 0 ? this.#drafts.length : index;
  }
}

type ForetoldMatch = Extract<Foreseen, { kind: 'match' }> & { readonly writes: readonly Write[] };

/** True when nothing but its writes (and its jump) would be seen of the rule: a severity shows in HIGHEST_SEVERITY. */
function isForetold(rule: Rule, foreseen: Foreseen): foreseen is ForetoldMatch {
  if (foreseen.kind !== 'match' || foreseen.writes === null) return false;
  return !rule.log && !rule.auditLog && rule.severity === null && rule.disruption.kind === 'none';
}
