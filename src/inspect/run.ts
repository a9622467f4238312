import { PASS, type Verdict } from '../core/index.js';
import { evaluateRule } from './evaluate.js';
import type { Inspection } from './inspection.js';
import type { Phase, Rule } from './plan.js';

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
  const rules = inspection.plan.phases[phase];
  const { candidates } = inspection;
  const filters = candidates === null ? null : (inspection.plan.prefilter?.filters[phase] ?? null);
  candidates?.begin();
  let next = 0;
  while (next < rules.length) {
    const filter = filters === null ? -1 : filters[next];
    const rule = rules[next++];
    if (filter >= 0 && candidates?.mayMatch(inspection, filter) === false) continue;
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
    if (rule.skipTo >= 0) next = rule.skipTo;
    else next += rule.skip;
    // A rule of this phase may switch the engine off (ctl:ruleEngine=Off).
    if (isOff(inspection)) return PASS;
  }
  return PASS;
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
