import type { RuleFilter } from '../../inspect/removals.js';
import type { RuleChange } from '../directives/spec.js';
import { applyActions } from './actions.js';
import { type ChainDraft, idOf } from './chain.js';
import type { Compilation } from './compilation.js';
import { draftTargets } from './targets.js';

/**
 * Carries out SecRuleRemove… and SecRuleUpdate…: they hold for every rule, wherever they stand. One that changes
 * nothing is a warning, because it is usually a mistyped id. @returns the rules that are left
 */
export function applyChanges(
  chains: readonly ChainDraft[],
  changes: readonly RuleChange[],
  compilation: Compilation,
): ChainDraft[] {
  const { problems } = compilation;
  const removed = new Set<ChainDraft>();
  for (const change of changes) {
    const filters = change.kind === 'remove' ? change.filters : [change.filter];
    for (const filter of filters) {
      const found = chains.filter(chain => names(filter, chain));
      if (found.length === 0) {
        problems.warning(
          change.directive.place(),
          `${change.directive.text}: no rule has ${describe(filter)}`,
          `check the ${filter.by}, or take the line out`,
        );
        continue;
      }
      for (const chain of found) {
        if (change.kind === 'remove') removed.add(chain);
        else if (change.kind === 'update-actions') updateActions(chain, change, compilation);
      }
      if (change.kind === 'update-target') updateTargets(found, change, compilation);
    }
  }
  return chains.filter(chain => !removed.has(chain));
}

function updateTargets(
  chains: readonly ChainDraft[],
  change: Extract<RuleChange, { kind: 'update-target' }>,
  compilation: Compilation,
): void {
  const draft = draftTargets(change.variables, compilation.problems);
  for (const chain of chains) {
    chain.links[0].targets?.included.push(...draft.included);
    for (const link of chain.links) link.targets?.excluded.push(...draft.excluded);
  }
}

function updateActions(
  chain: ChainDraft,
  change: Extract<RuleChange, { kind: 'update-actions' }>,
  compilation: Compilation,
): void {
  applyActions(chain.links[0].actions, change.actions, 'update', compilation.problems);
}

function names(filter: RuleFilter, chain: ChainDraft): boolean {
  const { actions } = chain.links[0];
  switch (filter.by) {
    case 'id':
      return idOf(chain) >= filter.from && idOf(chain) <= filter.to;
    case 'tag':
      return actions.tags.some(tag => tag.source === filter.text);
    case 'msg':
      return actions.msg?.source === filter.text;
  }
}

function describe(filter: RuleFilter): string {
  if (filter.by !== 'id') return `the ${filter.by} ${JSON.stringify(filter.text)}`;
  return filter.from === filter.to ? `the id ${filter.from}` : `an id from ${filter.from} to ${filter.to}`;
}
