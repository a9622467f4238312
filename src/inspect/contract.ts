import type { Value } from './value.js';

/**
 * What the registries of `inspect/` hold: one file an operator or a transformation, each exporting one of these.
 * All strings that come from a request are byte strings (one char U+0000–U+00FF per byte).
 */

/** Turns a byte string into a byte string. Returns the very same string when there is nothing to do. */
export type Transformation = (bytes: string) => string;

export interface TransformationSpec {
  /** Name as SecLang writes it after `t:` (matched without regard to case), e.g. `urlDecodeUni`. */
  readonly name: string;
  /** One line for the generated documentation. */
  readonly summary: string;
  /** Input and output of an example for the documentation, also run as a test. */
  readonly example: readonly [input: string, output: string];
  /** Bytes of which at least one must occur for the transformation to change anything; leave out when not so. */
  readonly touches?: string;
  /** True when it changes the case of ASCII letters and nothing else. Default false. */
  readonly foldsCaseOnly?: boolean;
  readonly apply: Transformation;
}

/** Text with `%{COLLECTION.key}` macros, compiled. `isStatic` text needs no transaction. */
export interface Macro {
  readonly source: string;
  readonly isStatic: boolean;
  expand(scope: MacroScope): string;
}

/** What a macro may read while a rule runs; the engine implements it. */
export interface MacroScope {
  /** Value of a variable for a macro such as `%{TX.score}` or `%{MATCHED_VAR}`, or null when it has none. */
  macroValue(collection: string, key: string | null): string | null;
}

/** What an operator may see and set besides its value; the engine implements it. */
export interface OperatorScope extends MacroScope {
  /** True when the rule has the `capture` action: operators then call `capture`. */
  readonly capturing: boolean;
  /** Stores TX:0 … TX:9. Undefined groups become the empty string. */
  capture(groups: readonly (string | undefined)[]): void;
  /** Country code lookup for `@geoLookup`; fills GEO. */
  geoLookup(ip: string): boolean;
}

/** Tests one value. Throwing is a fault, answered by the site's `onFault`. */
export type Operator = (value: Value, scope: OperatorScope) => boolean;

/** What an operator may need at load time. */
export interface CompileEnvironment {
  /** Reads a file named in a rule, relative to the rule file first. Returns its bytes as a byte string. @throws Error when it cannot be read */
  readFile(name: string): string;
}

/**
 * Lists of byte strings, none of them empty, ASCII letters in lower case. A value meets them when after ASCII lower-casing it
 * contains at least one of each list.
 */
export type Requirements = readonly (readonly string[])[];

export interface OperatorSpec {
  /** Name without `@`, e.g. `rx` (matched without regard to case). */
  readonly name: string;
  readonly summary: string;
  /** A whole rule as an example for the documentation. */
  readonly example: string;
  /** What the operator does not do here as elsewhere: a warning at load wherever a rule uses it. */
  readonly caution?: string;
  /**
   * Compiles the argument.
   * @param argument macro text after the operator's name (a static macro in the common case)
   * @throws OperatorError with what is wrong and what would be right
   */
  compile(argument: Macro, environment: CompileEnvironment): Operator;
  /**
   * What a prefilter may look for: every value that the operator matches meets these. Null (or no such method) when nothing
   * is promised. Called after `compile` succeeded.
   */
  requires?(argument: Macro, environment: CompileEnvironment): Requirements | null;
  /** True when the answer depends on more than value and argument, or the operator changes the transaction. */
  readonly isImpure?: boolean;
}

/** A mistake in an operator's argument; the loader adds file, line and column. */
export class OperatorError extends Error {
  constructor(
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${found}; ${expected}`);
    this.name = 'OperatorError';
  }
}
