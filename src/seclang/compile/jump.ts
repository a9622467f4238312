import type { Problems } from '../../core/index.js';
import type { MarkerNode } from '../ast.js';
import { type ChainDraft, idOf } from './chain.js';

/**
 * Index in the phase of the first rule after the marker that skipAfter names, or after the rule of that id; -1 without
 * skipAfter. One that leads nowhere skips the rest of the phase, as in ModSecurity, and is warned of.
 * @param phase the rules of the chain's phase @param all those of every phase; both in file order
 */
export function jumpOf(
  chain: ChainDraft,
  phase: readonly ChainDraft[],
  all: readonly ChainDraft[],
  markers: readonly MarkerNode[],
  problems: Problems,
): number {
  const name = chain.links[0].actions.skipAfter;
  if (name === null) return -1;
  const marker = markers.findIndex((node, index) => index >= chain.order && node.name.text === name);
  const next =
    marker >= 0
      ? phase.findIndex(other => other.order > marker)
      : afterRule(chain, name, phase, all, problems);
  return next < 0 ? phase.length : next;
}

function afterRule(
  chain: ChainDraft,
  name: string,
  phase: readonly ChainDraft[],
  all: readonly ChainDraft[],
  problems: Problems,
): number {
  const target = /^\d+$/.test(name) ? all.findIndex(other => idOf(other) === Number(name)) : -1;
  if (target > all.indexOf(chain)) return phase.findIndex(other => all.indexOf(other) > target);
  problems.warning(
    chain.directive.place(),
    `no SecMarker ${name} stands after this rule`,
    'a match skips the rest of the phase',
  );
  return -1;
}
