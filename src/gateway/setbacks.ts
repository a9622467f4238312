import { formatProblem } from '../core/index.js';
import type { Setback } from './site-compiler.js';

/** Sites that a warning names; of more, only how many. */
const MOST_NAMED = 20;

/** What `/readyz` says of sites whose files have mistakes: one line each. */
export function setbackWarnings(setbacks: readonly Setback[]): string[] {
  const warnings = setbacks.slice(0, MOST_NAMED).map(describeSetback);
  if (setbacks.length > MOST_NAMED) warnings.push(`${setbacks.length - MOST_NAMED} more sites have mistakes`);
  return warnings;
}

function describeSetback({ file, hosts, isClosed, problems }: Setback): string {
  const name =
    hosts.length === 0 ? 'its hosts are not known, and nothing is answered for it' : hosts.join(', ');
  const state = isClosed ? `closed (${name})` : `on its last good version (${name})`;
  const mistake = problems.find(({ severity }) => severity === 'error');
  return `${file}: ${state}${mistake === undefined ? '' : `: ${formatProblem(mistake)}`}`;
}
