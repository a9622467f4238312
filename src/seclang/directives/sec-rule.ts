import { parseActions } from '../parse-actions.js';
import { parseOperator } from '../parse-operator.js';
import { parseVariables } from '../parse-variables.js';
import { SyntaxProblem } from '../words.js';
import type { LanguageDirective } from './language.js';

export const secRule: LanguageDirective = {
  name: 'SecRule',
  summary: 'Tests variables with an operator, and carries actions out when one matches.',
  example: `SecRule ARGS|!ARGS:comment "@contains <script" "id:1001,phase:2,deny,msg:'Script in an argument'"`,
  parse(directive, args) {
    if (args.length < 2 || args.length > 3) {
      throw new SyntaxProblem(
        directive.place(),
        `SecRule with ${args.length} argument${args.length === 1 ? '' : 's'}`,
        'write SecRule VARIABLES "OPERATOR" "ACTIONS"',
      );
    }
    const operator = parseOperator(args[1]);
    const actions = args.length === 3 ? parseActions(args[2]) : [];
    return { kind: 'rule', directive, variables: parseVariables(args[0]), operator, actions };
  },
};
