import { SyntaxProblem, type Word } from '../words.js';
import type { DirectiveScope, DirectiveSpec } from './spec.js';

/** Hard limit of the manual for bodies, in bytes. */
export const LARGEST_BODY = 1_073_741_824;

/** The arguments of a directive that takes so many. @param form how they are written @throws SyntaxProblem */
export function exactly(
  directive: Word,
  args: readonly Word[],
  count: number,
  form: string,
): readonly Word[] {
  if (args.length !== count) {
    throw new SyntaxProblem(
      directive.place(),
      `${directive.text} with ${args.length} argument${args.length === 1 ? '' : 's'}`,
      `write ${directive.text}${form === '' ? '' : ` ${form}`}`,
    );
  }
  return args;
}

/** The one argument of a directive. @throws SyntaxProblem */
export function only(directive: Word, args: readonly Word[], form: string): Word {
  return exactly(directive, args, 1, form)[0];
}

/** The value that a word stands for, without regard to case. @throws SyntaxProblem */
export function chosen<T>(directive: Word, word: Word, values: Readonly<Record<string, T>>): T {
  const names = Object.keys(values);
  const found = names.find(candidate => candidate.toLowerCase() === word.text.toLowerCase());
  if (found === undefined) {
    throw new SyntaxProblem(
      word.place(),
      `${directive.text} ${word.text}`,
      `write one of ${names.join(', ')}`,
    );
  }
  return values[found];
}

/** A directive with one word out of a few. The first one is the example. */
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
      set(scope, chosen(directive, only(directive, args, names.join('|')), values));
    },
  };
}

/** Bounds of a number, both included. */
interface Bounds {
  readonly example: number;
  readonly least?: number;
  readonly most: number;
}

/** A directive with a whole number. */
export function number(
  name: string,
  summary: string,
  { example, least = 0, most }: Bounds,
  set: (scope: DirectiveScope, value: number) => void,
): DirectiveSpec {
  return {
    name,
    summary,
    example: `${name} ${example}`,
    apply(directive, args, scope) {
      const word = only(directive, args, 'NUMBER');
      const value = /^\d{1,15}$/.test(word.text) ? Number(word.text) : -1;
      if (value < least || value > most) {
        throw new SyntaxProblem(
          word.place(),
          `${name} ${word.text}`,
          `write a whole number from ${least} to ${most}`,
        );
      }
      set(scope, value);
    },
  };
}

/**
 * A directive of local housekeeping, whose job another part of the gateway has: a warning says which. One that would change
 * what is inspected, refused or recorded must not be made with this: what is not done then is a load error.
 * @param quiet an argument that asks for what is the case here anyway: no warning
 */
export function elsewhere(name: string, idle: string, argument: string, quiet = ''): DirectiveSpec {
  return {
    name,
    summary: `Load warning: ${idle}.`,
    example: `${name} ${argument}`,
    idle,
    apply(directive, args, scope) {
      if (args.length === 0) {
        throw new SyntaxProblem(
          directive.place(),
          `${directive.text} with 0 arguments`,
          `write ${name} ${argument}`,
        );
      }
      if (args[0].text.toLowerCase() === quiet.toLowerCase()) return;
      scope.warning(directive, `${name} has no effect here`, idle);
    },
  };
}

/** A permission mode in octal, or null for `default`. @throws SyntaxProblem */
export function octalMode(word: Word): number | null {
  if (word.text.toLowerCase() === 'default') return null;
  if (!/^0?[0-7]{3,4}$/.test(word.text)) {
    throw new SyntaxProblem(
      word.place(),
      `the mode ${word.text}`,
      'write permissions in octal, such as 0640, or default',
    );
  }
  return Number.parseInt(word.text, 8);
}
