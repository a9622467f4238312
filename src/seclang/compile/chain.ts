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
/** Those that a client follows with a new request (manual, `redirect`), and 308 of RFC 9110. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

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
  const links: Link[] = [];
  for (const draft of chain.links) {
    const link = finishLink(draft, defaults, draft === chain.links.at(-1), compilation);
    if (link !== null) links.push(link);
  }
  if (links.length !== chain.links.length) return null;
  return Object.freeze({
    id: idOf(chain),
    phase: phaseOf(chain),
    place: Object.freeze(chain.directive.place()),
    links: Object.freeze(links),
    ...descriptionOf(chain),
    ...loggingOf(chain),
    disruption: Object.freeze(disruptionOf(chain)),
    skip: chain.links[0].actions.skip,
    skipTo,
  });
}

/** What the rules of a chain say of it, first to last, then SecDefaultAction. */
function descriptionOf({
  links,
  defaults,
}: ChainDraft): Pick<
  Rule,
  'msg' | 'logdata' | 'severity' | 'tags' | 'version' | 'revision' | 'maturity' | 'accuracy'
> {
  const drafts = links.map(link => link.actions);
  const backwards = drafts.toReversed();
  // As in ModSecurity: the first message, but the evidence and the severity of the rule that completes the chain.
  return {
    msg: firstOf(drafts, draft => draft.msg) ?? defaults.msg ?? NO_TEXT,
    logdata: firstOf(backwards, draft => draft.logdata) ?? defaults.logdata ?? NO_TEXT,
    severity: firstOf(backwards, draft => draft.severity) ?? defaults.severity,
    tags: Object.freeze([...drafts, defaults].flatMap(draft => draft.tags)),
    version: drafts.find(draft => draft.version !== '')?.version ?? '',
    revision: drafts.find(draft => draft.revision !== '')?.revision ?? '',
    maturity: firstOf(drafts, draft => draft.maturity),
    accuracy: firstOf(drafts, draft => draft.accuracy),
  };
}

function loggingOf({ links, defaults }: ChainDraft): Pick<Rule, 'log' | 'auditLog'> {
  const own = links.map(link => link.actions);
  const ownLog = firstOf(own, draft => draft.log);
  const log = ownLog ?? defaults.log ?? true;
  const auditLog =
    firstOf(own, draft => draft.auditLog) ?? (ownLog === null ? (defaults.auditLog ?? log) : log);
  return { log, auditLog };
}

function firstOf<T>(drafts: readonly RuleDraft[], read: (draft: RuleDraft) => T | null): T | null {
  for (const draft of drafts) {
    const value = read(draft);
    if (value !== null) return value;
  }
  return null;
}

function disruptionOf({ links, defaults }: ChainDraft): Disruption {
  const own = links[0].actions.disruption;
  const chosen = own === null || own.kind === 'block' ? defaults.disruption : own;
  const status =
    firstOf(
      links.map(link => link.actions),
      draft => draft.status,
    ) ?? defaults.status;
  switch (chosen?.kind) {
    case 'deny':
      return { kind: 'deny', status: status !== null && status >= 400 ? status : 403 };
    case 'drop':
      return { kind: 'drop' };
    case 'redirect':
      return {
        kind: 'redirect',
        status: status !== null && REDIRECTS.has(status) ? status : 302,
        to: chosen.to,
      };
    case 'allow':
      return { kind: 'allow', scope: chosen.scope };
    default:
      return { kind: 'none' };
  }
}
