import type { Node, OperatorNode } from './ast.js';
import { parseActions } from './parse-actions.js';
import { parseOperator } from './parse-operator.js';
import { parseVariables } from './parse-variables.js';
import type { LogicalLine } from './source.js';
import { SyntaxProblem, splitWords, type Word } from './words.js';

/** Parses one directive. @throws SyntaxProblem */
export function parseDirective(line: LogicalLine): Node {
  const [directive, ...args] = splitWords(line);
  const last = args.at(-1);
  if (last !== undefined && !last.quoted && last.text === '\\') {
    throw new SyntaxProblem(
      last.place(),
      'a backslash with blanks after it does not continue the line',
      'take the blanks out',
    );
  }
  switch (directive.text.toLowerCase()) {
    case 'secrule':
      return parseRule(directive, args);
    case 'secaction':
      expectArgs(directive, args, 1, 'SecAction "actions"');
      return { kind: 'rule', directive, variables: null, operator: null, actions: parseActions(args[0]) };
    case 'secmarker':
      expectArgs(directive, args, 1, 'SecMarker NAME');
      return { kind: 'marker', directive, name: args[0] };
    case 'secdefaultaction':
      expectArgs(directive, args, 1, 'SecDefaultAction "phase:N,actions"');
      return { kind: 'default-action', directive, actions: parseActions(args[0]) };
    default:
      return { kind: 'setting', directive, args };
  }
}

function parseRule(directive: Word, args: readonly Word[]): Node {
  if (args.length < 2 || args.length > 3) {
    throw new SyntaxProblem(
      directive.place(),
      `SecRule with ${args.length} argument${args.length === 1 ? '' : 's'}`,
      'write SecRule VARIABLES "OPERATOR" "ACTIONS"',
    );
  }
  const operator: OperatorNode = parseOperator(args[1]);
  const actions = args.length === 3 ? parseActions(args[2]) : [];
  return { kind: 'rule', directive, variables: parseVariables(args[0]), operator, actions };
}

function expectArgs(directive: Word, args: readonly Word[], count: number, form: string): void {
  if (args.length !== count) {
    throw new SyntaxProblem(
      directive.place(),
      `${directive.text} with ${args.length} arguments`,
      `write ${form}`,
    );
  }
}
