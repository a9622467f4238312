import { didYouMean, type Problems } from '../../core/index.js';
import { ACTIONS, UNSUPPORTED_ACTIONS } from '../../inspect/actions/registry.js';
import { ActionError, type ActionKind, type RuleDraft } from '../../inspect/actions/spec.js';
import { OperatorError } from '../../inspect/contract.js';
import { TRANSFORMATIONS } from '../../inspect/transformations/index.js';
import type { ActionNode } from '../ast.js';

/** Actions that only the first rule of a chain may have. */
const STARTER_ONLY = new Set(['id', 'phase', 'skip', 'skipafter']);

/**
 * Writes actions into a draft; reports every one that is unknown, unsupported or wrong.
 * @param place `starter` for a rule or the first of a chain, `chained` for the others, `default` for SecDefaultAction
 */
export function applyActions(
  draft: RuleDraft,
  nodes: readonly ActionNode[],
  place: 'starter' | 'chained' | 'default' | 'update',
  problems: Problems,
): void {
  for (const node of nodes) {
    const name = node.name.text.toLowerCase();
    const spec = ACTIONS.get(name);
    if (spec === undefined) {
      const reason = UNSUPPORTED_ACTIONS.get(name);
      if (reason !== undefined)
        problems.error(node.name.place(), `the action ${node.name.text} is not supported`, reason);
      else problems.error(node.name.place(), `unknown action ${node.name.text}`, didYouMean(name, names()));
      continue;
    }
    if (!mayStand(spec.kind, name, place)) {
      problems.error(node.name.place(), `the action ${node.name.text} ${misplaced(place)}`, where(place));
      continue;
    }
    const argument = node.argument?.text ?? '';
    if (spec.argument === 'required' && node.argument === null) {
      problems.error(
        node.name.place(),
        `the action ${spec.name} without an argument`,
        `for example: ${spec.example}`,
      );
      continue;
    }
    if (spec.argument === 'none' && node.argument !== null && argument !== '') {
      problems.error(
        node.argument.place(),
        `the action ${spec.name} takes no argument`,
        `for example: ${spec.example}`,
      );
      continue;
    }
    if (name === 't' && !isTransformation(node, argument, problems)) continue;
    try {
      spec.apply(draft, argument);
    } catch (error) {
      if (!(error instanceof ActionError) && !(error instanceof OperatorError)) throw error;
      problems.error((node.argument ?? node.name).place(), error.found, error.expected);
    }
  }
}

function isTransformation(node: ActionNode, argument: string, problems: Problems): boolean {
  const lower = argument.toLowerCase();
  if (lower === 'none' || TRANSFORMATIONS.has(lower)) return true;
  const known = Array.from(TRANSFORMATIONS.values(), spec => spec.name);
  problems.error(
    (node.argument ?? node.name).place(),
    `unknown transformation ${argument}`,
    didYouMean(argument, known),
  );
  return false;
}

function names(): string[] {
  return Array.from(ACTIONS.values(), spec => spec.name);
}

function mayStand(
  kind: ActionKind,
  name: string,
  place: 'starter' | 'chained' | 'default' | 'update',
): boolean {
  switch (place) {
    case 'starter':
      return true;
    case 'chained':
      return kind !== 'disruptive' && !STARTER_ONLY.has(name);
    case 'default':
      return name !== 'id' && kind !== 'flow';
    case 'update':
      return name !== 'id' && name !== 'phase' && name !== 'chain';
  }
}

function misplaced(place: string): string {
  if (place === 'chained') return 'in a chained rule';
  if (place === 'default') return 'in SecDefaultAction';
  return 'in SecRuleUpdateActionById';
}

function where(place: string): string {
  if (place === 'chained') return 'only the first rule of a chain has it';
  return 'write it in the rule itself';
}
