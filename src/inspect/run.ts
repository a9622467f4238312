import { PASS, type Verdict } from '../core/index.js';
import { evaluateRule } from './evaluate.js';
import type { Inspection } from './inspection.js';
import type { Phase, Rule } from './plan.js';
import type { Foretold } from './program/foretold.js';
import { jumpPlace } from './program/program.js';

/** Phase 5 runs even after `allow`: it only logs. */
const LOGGING_PHASE = 5;

/**
 * Runs the rules of one phase in order and returns what they decided. In `detect` the first disruptive match is
 * noted on the transaction and the rules go on; in `block` it ends the phase. A rule that throws ends the phase with
 * that error: the pipeline answers it by the site's `onFault`.
 */
export function runPhase(inspection: Inspection, phase: Phase): Verdict {
  if (isOff(inspection)) return PASS;
  if (phase !== LOGGING_PHASE && inspection.allowedThrough >= phase) return PASS;
  if (inspection.interrupted || inspection.removals.breaksForesight || inspection.trace !== null) {
    inspection.program = inspection.plan.programs.full;
  }
  inspection.interrupted = true;
  inspection.time.beginPhase();
  const verdict = walk(inspection, phase, 0);
  inspection.interrupted = false;
  return verdict;
}

/** @param from the step to begin with */
function walk(inspection: Inspection, phase: Phase, from: number): Verdict {
  const { program } = inspection;
  const steps = program.phases[phase];
  const prefilter = inspection.isPlain ? null : program.prefilter;
  const filters = prefilter === null ? null : prefilter.filters[phase];
  prefilter?.candidates.begin();
  let next = from;
  while (next < steps.length) {
    const filter = filters === null ? -1 : filters[next];
    const step = steps[next++];
    const { rule } = step;
    if (rule === null) {
      foretell(inspection, step.foretold);
      if (step.jump >= 0) next = step.jump;
      continue;
    }
    if (filter >= 0 && prefilter?.candidates.mayMatch(inspection, filter) === false) continue;
    if (inspection.removals.active && inspection.removals.removes(rule)) continue;
    if (!evaluateRule(inspection, rule, filter)) continue;
    const verdict = disrupt(inspection, rule);
    if (verdict !== PASS) {
      if (inspection.enforcement === 'block' && phase !== LOGGING_PHASE) return verdict;
      if (inspection.transaction.verdict === PASS) {
        inspection.transaction.verdict = verdict;
        inspection.transaction.detectedOnly = true;
      }
    } else if (inspection.allowedThrough >= phase && phase !== LOGGING_PHASE) {
      return PASS;
    }
    // A rule of this phase may switch the engine off (ctl:ruleEngine=Off).
    if (isOff(inspection)) return PASS;
    // It may also take out a rule that was foreseen to match: then the rest is run as it stands.
    if (inspection.removals.breaksForesight && program !== inspection.plan.programs.full) {
      inspection.program = inspection.plan.programs.full;
      const jump = jumpPlace(rule, step.place);
      return walk(inspection, phase, jump < 0 ? step.place + 1 : jump);
    }
    if (step.jump >= 0) next = step.jump;
  }
  return PASS;
}

function foretell(inspection: Inspection, foretold: Foretold): void {
  inspection.tx.foretold(foretold);
  const { matched } = foretold;
  if (matched === null) return;
  inspection.matched = matched;
  inspection.matchedValue = matched[matched.length - 1].value;
  inspection.matchedEntry = matched[matched.length - 1];
}

function isOff(inspection: Inspection): boolean {
  return inspection.enforcement === 'off';
}

function disrupt(inspection: Inspection, rule: Rule): Verdict {
  const { disruption } = rule;
  switch (disruption.kind) {
    case 'none':
      return PASS;
    case 'deny':
      return { kind: 'block', status: disruption.status, reason: 'rule', by: rule.id };
    case 'drop':
      return { kind: 'drop', reason: 'rule', by: rule.id };
    case 'redirect':
      return {
        kind: 'redirect',
        status: disruption.status,
        to: disruption.to.expand(inspection),
        reason: 'rule',
        by: rule.id,
      };
    case 'allow':
      if (inspection.enforcement === 'block') allow(inspection, rule.phase, disruption.scope);
      return PASS;
  }
}

function allow(inspection: Inspection, phase: Phase, scope: 'transaction' | 'request' | 'phase'): void {
  // `allow:phase` holds for this phase, and so is the same as passing over all phases up to it.
  const through = scope === 'phase' ? phase : scope === 'request' ? Math.max(phase, 2) : 4;
  inspection.allowedThrough = Math.max(inspection.allowedThrough, through);
}
