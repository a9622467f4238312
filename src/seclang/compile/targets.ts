import { didYouMean, lowerAscii, type Problems } from '../../core/index.js';
import { OperatorError } from '../../inspect/contract.js';
import type { Exclusion, Selector, Target } from '../../inspect/plan.js';
import { keySelector, regexSelector } from '../../inspect/selector.js';
import { findVariable, UNSUPPORTED_VARIABLES, VARIABLES } from '../../inspect/variables/registry.js';
import type { VariableSpec } from '../../inspect/variables/spec.js';
import { type Namespaces, XPathSelector, xpathSelector } from '../../inspect/xpath/index.js';
import type { SelectorNode, VariableNode } from '../ast.js';

/** A target before its rule's exclusions are known for good. */
export interface TargetDraft {
  readonly variable: VariableSpec;
  readonly selector: Selector | null;
  readonly count: boolean;
}

/** What a rule looks at, while directives may still change it. */
export interface TargetsDraft {
  readonly included: TargetDraft[];
  readonly excluded: Exclusion[];
}

const NO_NAMESPACES: ReadonlyMap<string, string> = new Map();

/**
 * Looks up the variables of a rule; reports every one that is unknown.
 * @param namespaces what the rule declares with xmlns, by prefix
 * @param owner which rule that is, for messages
 */
export function draftTargets(
  nodes: readonly VariableNode[],
  problems: Problems,
  namespaces = NO_NAMESPACES,
  owner = 'this rule',
): TargetsDraft {
  const draft: TargetsDraft = { included: [], excluded: [] };
  for (const node of nodes) {
    const name = node.name.text.toUpperCase();
    const variable = findVariable(name);
    if (variable === undefined) {
      reportUnknown(node, name, problems);
      continue;
    }
    if (node.selector !== null && !variable.isCollection) {
      problems.error(
        node.selector.text.place(),
        `${name} has one value and takes no selector`,
        `write ${name}`,
      );
      continue;
    }
    const selector = compileSelector(
      node.selector,
      name,
      problems,
      node.excluded ? null : { uris: namespaces, owner },
    );
    if (selector === undefined) continue;
    if (node.excluded) draft.excluded.push({ collection: name, selector });
    else draft.included.push({ variable, selector, count: node.count });
  }
  return draft;
}

function reportUnknown(node: VariableNode, name: string, problems: Problems): void {
  const reason = UNSUPPORTED_VARIABLES.get(name);
  if (reason !== undefined)
    problems.error(node.name.place(), `the variable ${name} is not supported`, reason);
  else problems.error(node.name.place(), `unknown variable ${name}`, didYouMean(name, VARIABLES.keys()));
}

function compileSelector(
  node: SelectorNode | null,
  name: string,
  problems: Problems,
  namespaces: Namespaces | null,
): Selector | null | undefined {
  if (node === null) return null;
  const { text } = node;
  try {
    if (name === 'XML') return xpathSelector(text.text, namespaces);
    if (node.kind === 'regex') return regexSelector(text.text);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    problems.error(text.place(), error.found, error.expected);
    return undefined;
  }
  const refused = findVariable(name)?.refuses?.(lowerAscii(text.text)) ?? null;
  if (refused !== null) {
    problems.error(text.place(), `${name}:${text.text} is not supported`, refused);
    return undefined;
  }
  return keySelector(text.text);
}

/** Gives every distinct target of a plan one object and one index, so that its values are read once a transaction. */
export class TargetInterner {
  readonly list: Target[] = [];
  readonly #known = new Map<string, Target>();

  intern(draft: TargetDraft, excluded: readonly Exclusion[]): Target {
    const exclusions = excluded.filter(exclusion => exclusion.collection === draft.variable.name);
    const key = [
      draft.count ? '&' : '',
      draft.variable.name,
      selectorKey(draft.selector),
      ...exclusions.map(exclusion => `!${selectorKey(exclusion.selector)}`).sort(),
    ].join('\n');
    let target = this.#known.get(key);
    if (target === undefined) {
      target = Object.freeze({
        index: this.list.length,
        variable: draft.variable,
        selector: draft.selector,
        count: draft.count,
        exclusions: Object.freeze(exclusions),
      });
      this.#known.set(key, target);
      this.list.push(target);
    }
    return target;
  }
}

function selectorKey(selector: Selector | null): string {
  if (selector === null) return '';
  if (selector instanceof XPathSelector) return `${selector.source}\n${selector.path.identity}`;
  return selector.key === null ? selector.source : `:${lowerAscii(selector.key)}`;
}
