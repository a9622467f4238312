import { lowerAscii } from '../../core/index.js';
import { ACTIONS } from '../../inspect/actions/registry.js';
import type { RuleFilter } from '../../inspect/removals.js';
import type { RuleChange } from '../directives/spec.js';
import { applyActions } from './actions.js';
import { type ChainDraft, idOf } from './chain.js';
import type { Compilation } from './compilation.js';
import { draftTargets, type TargetDraft, type TargetsDraft } from './targets.js';

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
  for (const alike of byNamespaces(chains)) {
    // The prefixes of an XPath are those of the rule that gets the target, as in ModSecurity.
    const { namespaces } = alike[0].links[0].actions;
    const { problems } = compilation;
    const before = problems.list.length;
    const owner = `the rule ${idOf(alike[0])}`;
    const draft = draftTargets(change.variables, problems, namespaces, owner);
    const replaced =
      change.replaced === null ? null : draftTargets(change.replaced, problems, namespaces, owner);
    // What is wrong with the directive is wrong for the other rules, too.
    if (problems.list.length > before) return;
    for (const chain of alike) {
      const { targets } = chain.links[0];
      if (targets !== null && replaced !== null) {
        if (!replaceTargets(targets, replaced, draft)) reportNothingReplaced(chain, change, compilation);
        continue;
      }
      targets?.included.push(...draft.included);
      for (const link of chain.links) link.targets?.excluded.push(...draft.excluded);
    }
  }
}

/** Rules with the same xmlns together: nearly always that is all of them. */
function byNamespaces(chains: readonly ChainDraft[]): Iterable<readonly ChainDraft[]> {
  const groups = new Map<string, ChainDraft[]>();
  for (const chain of chains) {
    const key = JSON.stringify([...chain.links[0].actions.namespaces].sort());
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [chain]);
    else group.push(chain);
  }
  return groups.values();
}

/** Puts new targets in the place of the first replaced one, and takes the others out. @returns false when none was there */
function replaceTargets(targets: TargetsDraft, replaced: TargetsDraft, by: TargetsDraft): boolean {
  const isReplaced = (target: TargetDraft): boolean =>
    replaced.included.some(
      other =>
        other.variable === target.variable &&
        other.count === target.count &&
        selectorText(other) === selectorText(target),
    );
  const first = targets.included.findIndex(isReplaced);
  if (first < 0) return false;
  const kept = targets.included.filter((target, index) => index < first || !isReplaced(target));
  targets.included.splice(0, Number.POSITIVE_INFINITY, ...kept);
  targets.included.splice(first, 0, ...by.included);
  targets.excluded.push(...by.excluded);
  return true;
}

function selectorText({ selector }: TargetDraft): string | null {
  return selector === null ? null : lowerAscii(selector.source);
}

function reportNothingReplaced(
  chain: ChainDraft,
  change: Extract<RuleChange, { kind: 'update-target' }>,
  { problems }: Compilation,
): void {
  problems.warning(
    change.directive.place(),
    `${change.directive.text}: the rule ${idOf(chain)} does not look at what is to be replaced`,
    'name a variable as it stands in the rule',
  );
}

function updateActions(
  chain: ChainDraft,
  change: Extract<RuleChange, { kind: 'update-actions' }>,
  { problems }: Compilation,
): void {
  const link = chain.links[change.offset];
  if (link === undefined) {
    problems.error(
      change.directive.place(),
      `the rule ${idOf(chain)} has no chained rule ${change.offset}`,
      `write an offset up to ${chain.links.length - 1}`,
    );
    return;
  }
  // `chain` is written again for a chained rule, as the manual asks; it makes no new chain.
  const misplaced = change.actions.find(({ name }) => name.text.toLowerCase() === 'chain');
  if (misplaced !== undefined && !link.actions.chain) {
    problems.error(
      misplaced.name.place(),
      'the action chain in SecRuleUpdateActionById',
      'no rule is chained to this one',
    );
    return;
  }
  applyActions(link.actions, change.actions, 'update', problems);
  if (change.offset > 0) {
    for (const { name } of change.actions) {
      if (ACTIONS.get(name.text.toLowerCase())?.notIn.includes('chained') !== true) continue;
      problems.error(
        name.place(),
        `the action ${name.text} in a chained rule`,
        'only the first rule of a chain has it',
      );
    }
  }
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
