import { emptyDraft, type RuleDraft } from '../../inspect/actions/spec.js';
import { compileMacro } from '../../inspect/macro.js';
import type { Disruption, Link, Phase, Rule } from '../../inspect/plan.js';
import type { RuleNode } from '../ast.js';
import type { Word } from '../words.js';
import { applyActions } from './actions.js';
import type { Compilation } from './compilation.js';
import type { Defaults } from './defaults.js';
import { draftLink, finishLink, type LinkDraft } from './link.js';

/** A rule with its chain, while directives may still change it. */
export interface ChainDraft {
  readonly directive: Word;
  readonly links: LinkDraft[];
  /** SecDefaultAction of the rule's phase, as it stood where the rule stands. */
  readonly defaults: RuleDraft;
  /** How many markers stand before the rule: where skipAfter begins to look. */
  readonly order: number;
}

const NO_TEXT = compileMacro('');
const DEFAULT_PHASE = 2;

/** Reads the first rule of a chain (or one that stands alone). */
export function beginChain(
  node: RuleNode,
  defaults: Defaults,
  order: number,
  compilation: Compilation,
): ChainDraft {
  const actions = emptyDraft();
  applyActions(actions, node.actions, 'starter', compilation.problems);
  // One that is wrong was reported already.
  if (actions.id === null && !node.actions.some(({ name }) => name.text.toLowerCase() === 'id')) {
    compilation.problems.error(
      node.directive.place(),
      `${node.directive.text} without an id`,
      'give every rule an id of its own',
    );
  }
  const phase = (actions.phase ?? DEFAULT_PHASE) as Phase;
  return {
    directive: node.directive,
    links: [draftLink(node, actions, compilation)],
    defaults: defaults.of(phase),
    order,
  };
}

/** Reads a further rule of a chain. */
export function extendChain(chain: ChainDraft, node: RuleNode, compilation: Compilation): void {
  const actions = emptyDraft();
  applyActions(actions, node.actions, 'chained', compilation.problems);
  chain.links.push(draftLink(node, actions, compilation));
}

export function idOf(chain: ChainDraft): number {
  return chain.links[0].actions.id ?? 0;
}

export function phaseOf(chain: ChainDraft): Phase {
  return (chain.links[0].actions.phase ?? DEFAULT_PHASE) as Phase;
}

/** Makes the frozen rule. Null when something of it was wrong (and reported). */
export function finishChain(chain: ChainDraft, skipTo: number, compilation: Compilation): Rule | null {
  const { defaults } = chain;
  const { actions } = chain.links[0];
  const links: Link[] = [];
  for (const draft of chain.links) {
    const link = finishLink(draft, defaults.transformations, compilation);
    if (link !== null) links.push(link);
  }
  if (links.length !== chain.links.length) return null;
  const log = actions.log ?? defaults.log ?? true;
  return Object.freeze({
    id: idOf(chain),
    phase: phaseOf(chain),
    place: Object.freeze(chain.directive.place()),
    links: Object.freeze(links),
    msg: actions.msg ?? NO_TEXT,
    logdata: actions.logdata ?? NO_TEXT,
    severity: actions.severity,
    tags: Object.freeze([...actions.tags]),
    version: actions.version,
    revision: actions.revision,
    maturity: actions.maturity,
    accuracy: actions.accuracy,
    log,
    auditLog: actions.auditLog ?? (actions.log === null ? (defaults.auditLog ?? log) : log),
    disruption: Object.freeze(disruptionOf(actions, defaults)),
    skip: actions.skip,
    skipTo,
  });
}

function disruptionOf(actions: RuleDraft, defaults: RuleDraft): Disruption {
  const own = actions.disruption;
  const chosen = own === null || own.kind === 'block' ? defaults.disruption : own;
  const status = actions.status ?? defaults.status;
  switch (chosen?.kind) {
    case 'deny':
      return { kind: 'deny', status: status !== null && status >= 400 ? status : 403 };
    case 'drop':
      return { kind: 'drop' };
    case 'redirect':
      return {
        kind: 'redirect',
        status: status !== null && status >= 300 && status < 400 ? status : 302,
        to: chosen.to,
      };
    case 'allow':
      return { kind: 'allow', scope: chosen.scope };
    default:
      return { kind: 'none' };
  }
}
