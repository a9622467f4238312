import type { Outcome, Reason } from '../core/index.js';

const REFUSED_BY_GATE: ReadonlySet<Reason> = new Set<Reason>([
  'deny',
  'only',
  'country',
  'asn',
  'feed',
  'ban',
  'rate',
]);
const BLOCKED_BY_INSPECTION: ReadonlySet<Reason> = new Set<Reason>(['rule', 'fault']);

/** How a request ended that a step refused. */
export function outcomeOf(reason: Reason): Outcome {
  if (REFUSED_BY_GATE.has(reason)) return 'refused';
  return BLOCKED_BY_INSPECTION.has(reason) ? 'blocked' : 'rejected';
}
