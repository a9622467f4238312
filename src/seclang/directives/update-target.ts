import type { RuleFilter } from '../../inspect/removals.js';
import { parseVariables } from '../parse-variables.js';
import { SyntaxProblem, type Word } from '../words.js';
import type { DirectiveSpec } from './spec.js';

/** A directive that changes what rules look at. @param which how the rules are named, e.g. `ID` */
export function updateTarget(
  name: string,
  which: string,
  summary: string,
  example: string,
  filterOf: (word: Word) => RuleFilter,
): DirectiveSpec {
  return {
    name,
    summary,
    example,
    apply(directive, args, scope) {
      if (args.length !== 2 && args.length !== 3) {
        throw new SyntaxProblem(
          directive.place(),
          `${directive.text} with ${args.length} argument${args.length === 1 ? '' : 's'}`,
          `write ${name} ${which} "VARIABLES", or ${name} ${which} "VARIABLES" "REPLACED VARIABLES"`,
        );
      }
      scope.changes.push({
        kind: 'update-target',
        filter: filterOf(args[0]),
        variables: parseVariables(args[1]),
        replaced: args.length === 3 ? parseVariables(args[2]) : null,
        directive,
      });
    },
  };
}
