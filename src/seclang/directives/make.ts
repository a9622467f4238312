import { SyntaxProblem, type Word } from '../words.js';
import type { DirectiveScope, DirectiveSpec } from './spec.js';

/** The one argument of a directive. @throws SyntaxProblem */
export function only(directive: Word, args: readonly Word[], form: string): Word {
  if (args.length !== 1) {
    throw new SyntaxProblem(
      directive.place(),
      `${directive.text} with ${args.length} arguments`,
      `write ${directive.text} ${form}`,
    );
  }
  return args[0];
}

/** A directive with one word out of a few. */
export function choice<T>(
  name: string,
  summary: string,
  values: Readonly<Record<string, T>>,
  set: (scope: DirectiveScope, value: T) => void,
): DirectiveSpec {
  const names = Object.keys(values);
  return {
    name,
    summary,
    example: `${name} ${names[0]}`,
    apply(directive, args, scope) {
      const word = only(directive, args, names.join('|'));
      const found = names.find(candidate => candidate.toLowerCase() === word.text.toLowerCase());
      if (found === undefined) {
        throw new SyntaxProblem(word.place(), `${name} ${word.text}`, `write one of ${names.join(', ')}`);
      }
      set(scope, values[found]);
    },
  };
}

/** A directive with a whole number. */
export function number(
  name: string,
  summary: string,
  example: number,
  set: (scope: DirectiveScope, value: number) => void,
): DirectiveSpec {
  return {
    name,
    summary,
    example: `${name} ${example}`,
    apply(directive, args, scope) {
      const word = only(directive, args, 'NUMBER');
      if (!/^\d{1,12}$/.test(word.text)) {
        throw new SyntaxProblem(word.place(), `${name} ${word.text}`, 'write a whole number');
      }
      set(scope, Number(word.text));
    },
  };
}

/** A directive whose job another part of the gateway has: read, and said so. */
export function elsewhere(name: string, where: string): DirectiveSpec {
  return {
    name,
    summary: `Read and not used: ${where}.`,
    example: `${name} …`,
    apply(directive, _args, scope) {
      scope.warning(directive, `${name} has no effect here`, where);
    },
  };
}
