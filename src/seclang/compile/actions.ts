import { didYouMean, type Problems } from '../../core/index.js';
import { ACTIONS, UNSUPPORTED_ACTIONS } from '../../inspect/actions/registry.js';
import { ActionError, type ActionPlace, type RuleDraft } from '../../inspect/actions/spec.js';
import { OperatorError } from '../../inspect/contract.js';
import { TRANSFORMATIONS } from '../../inspect/transformations/index.js';
import type { ActionNode } from '../ast.js';

/** Writes actions into a draft; reports every one that is unknown, unsupported, misplaced or wrong. */
export function applyActions(
  draft: RuleDraft,
  nodes: readonly ActionNode[],
  place: ActionPlace,
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
    if (spec.notIn.includes(place)) {
      problems.error(
        node.name.place(),
        `the action ${node.name.text} ${MISPLACED[place]}`,
        RIGHT_PLACE[place],
      );
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
    for (const caution of draft.cautions.splice(0)) problems.warning(node.name.place(), caution);
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

const MISPLACED: Readonly<Record<ActionPlace, string>> = {
  starter: 'in a rule',
  chained: 'in a chained rule',
  default: 'in SecDefaultAction',
  update: 'in SecRuleUpdateActionById',
};

const RIGHT_PLACE: Readonly<Record<ActionPlace, string>> = {
  starter: 'write it elsewhere',
  chained: 'only the first rule of a chain has it',
  default: 'write it in the rule itself',
  update: 'write it in the rule itself',
};
