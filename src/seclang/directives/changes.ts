import type { RuleFilter } from '../../inspect/removals.js';
import { parseActions } from '../parse-actions.js';
import { parseVariables } from '../parse-variables.js';
import { SyntaxProblem, type Word } from '../words.js';
import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

/** Parses `942100` or `942000-942999`. @throws SyntaxProblem */
function idFilter(word: Word): RuleFilter {
  const [from, to = from, more] = word.text.split('-');
  if (more !== undefined || !/^\d{1,15}$/.test(from) || !/^\d{1,15}$/.test(to) || Number(to) < Number(from)) {
    throw new SyntaxProblem(
      word.place(),
      `the rule id ${JSON.stringify(word.text)}`,
      'write an id such as 942100 or a range such as 942000-942999',
    );
  }
  return { by: 'id', from: Number(from), to: Number(to) };
}

/** Ids and ranges, as words of their own or with spaces or commas inside a quoted word. */
function idFilters(args: readonly Word[]): RuleFilter[] {
  const filters: RuleFilter[] = [];
  for (const word of args) {
    for (const match of word.text.matchAll(/[^\s,]+/g)) {
      filters.push(idFilter(word.slice(match.index, match.index + match[0].length)));
    }
  }
  return filters;
}

function two(directive: Word, args: readonly Word[], form: string): readonly Word[] {
  if (args.length !== 2) {
    throw new SyntaxProblem(
      directive.place(),
      `${directive.text} with ${args.length} arguments`,
      `write ${directive.text} ${form}`,
    );
  }
  return args;
}

function updateTarget(name: string, what: string, filterOf: (word: Word) => RuleFilter): DirectiveSpec {
  return {
    name,
    summary: `Adds variables to the rules of ${what}, or with ! takes them out.`,
    example: `${name} ${what === 'an id' ? '942100' : '"attack-sqli"'} "!ARGS:comment"`,
    apply(directive, args, scope) {
      const [which, variables] = two(directive, args, `${what.toUpperCase()} "VARIABLES"`);
      scope.changes.push({
        kind: 'update-target',
        filter: filterOf(which),
        variables: parseVariables(variables),
        directive,
      });
    },
  };
}

const byTag = (word: Word): RuleFilter => ({ by: 'tag', text: word.text });
const byMsg = (word: Word): RuleFilter => ({ by: 'msg', text: word.text });

export const CHANGE_DIRECTIVES: readonly DirectiveSpec[] = [
  {
    name: 'SecRuleRemoveById',
    summary: 'Takes rules out, by ids and ranges.',
    example: 'SecRuleRemoveById 942100 "920000-920999"',
    apply(directive, args, scope) {
      const filters = idFilters(args);
      if (filters.length === 0)
        throw new SyntaxProblem(directive.place(), 'SecRuleRemoveById without an id', 'name ids or ranges');
      scope.changes.push({ kind: 'remove', filters, directive });
    },
  },
  {
    name: 'SecRuleRemoveByTag',
    summary: 'Takes rules out, by tag.',
    example: 'SecRuleRemoveByTag "attack-dos"',
    apply(directive, args, scope) {
      scope.changes.push({ kind: 'remove', filters: [byTag(only(directive, args, '"TAG"'))], directive });
    },
  },
  {
    name: 'SecRuleRemoveByMsg',
    summary: 'Takes rules out, by message.',
    example: 'SecRuleRemoveByMsg "Request Missing a Host Header"',
    apply(directive, args, scope) {
      scope.changes.push({ kind: 'remove', filters: [byMsg(only(directive, args, '"MESSAGE"'))], directive });
    },
  },
  updateTarget('SecRuleUpdateTargetById', 'an id', idFilter),
  updateTarget('SecRuleUpdateTargetByTag', 'a tag', byTag),
  updateTarget('SecRuleUpdateTargetByMsg', 'a message', byMsg),
  {
    name: 'SecRuleUpdateActionById',
    summary: 'Changes the actions of a rule; id and phase stay.',
    example: 'SecRuleUpdateActionById 942100 "pass,log"',
    apply(directive, args, scope) {
      const [which, actions] = two(directive, args, 'ID "ACTIONS"');
      scope.changes.push({
        kind: 'update-actions',
        filter: idFilter(which),
        actions: parseActions(actions),
        directive,
      });
    },
  },
];
