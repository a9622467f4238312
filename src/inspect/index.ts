/** Steps 4 and 5, inspect: rules on the head, the body and the response. */
export { type CompileEnvironment, OperatorError } from './contract.js';
export type { Entry } from './entry.js';
export type { Environment, PersistentCollections } from './environment.js';
export { Inspection, type InspectionStart, type Trace } from './inspection.js';
export type { Link, Phase, Plan, Rule } from './plan.js';
export { recordKey } from './records.js';
export { runPhase } from './run.js';
export { anomalyScore } from './score.js';
export {
  applySiteExclusions,
  compileSiteExclusion,
  excludesNothing,
  type SiteExclusion,
} from './site-exclusions.js';
export type { Value } from './value.js';
