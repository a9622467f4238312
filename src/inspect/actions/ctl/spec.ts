import type { Effect } from '../../plan.js';
import { ActionError } from '../spec.js';

/** One `ctl:option=value`. */
export interface CtlOption {
  /** As SecLang writes it; compared without regard to case. */
  readonly name: string;
  /** One line for the documentation. */
  readonly summary: string;
  /** Directives as an example for the documentation. */
  readonly example: string;
  /** What the option does not do here: a warning at load wherever a rule uses it. */
  readonly caution?: string;
  /** @throws ActionError or OperatorError */
  compile(value: string): Effect;
}

/** Hard limit of the manual for bodies, in bytes. */
export const LARGEST_BODY = 1_073_741_824;

/** @throws ActionError unless the value is On or Off */
export function onOff(value: string): boolean {
  const lower = value.toLowerCase();
  if (lower !== 'on' && lower !== 'off') throw new ActionError(JSON.stringify(value), 'write On or Off');
  return lower === 'on';
}
