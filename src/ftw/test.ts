import type { Place } from '../core/index.js';

/** One go-ftw test. Text is byte strings. */
export interface FtwTest {
  readonly ruleId: number;
  readonly testId: number;
  readonly description: string;
  readonly stages: readonly FtwStage[];
  readonly place: Place;
}

export interface FtwStage {
  readonly input: FtwInput;
  readonly output: FtwOutput;
}

/** The request of a stage, defaults filled in. */
export interface FtwInput {
  readonly method: string;
  readonly uri: string;
  /** As the request line ends, e.g. `HTTP/1.1`. */
  readonly version: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly data: Buffer;
  /** The whole request as bytes: everything else is ignored then. */
  readonly encodedRequest: Buffer | null;
  readonly autocompleteHeaders: boolean;
  /** The request goes where the answer to the stage before said. */
  readonly followRedirect: boolean;
  /** Cookies that the answer sets are sent in later stages of the test. */
  readonly saveCookie: boolean;
}

/** What a stage expects. Null and empty: nothing is expected in that respect. */
export interface FtwOutput {
  readonly status: number | null;
  /** A regex. */
  readonly responseContains: string | null;
  readonly expectIds: readonly number[];
  readonly noExpectIds: readonly number[];
  readonly matchRegex: string | null;
  readonly noMatchRegex: string | null;
  /** The request must fail: no answer comes. False: an answer must come. */
  readonly expectError: boolean;
  /** Only the one id of `expectIds` may match. */
  readonly isolated: boolean;
}

/** `942100-17`, as go-ftw names a test. */
export function nameOf(test: FtwTest): string {
  return `${test.ruleId}-${test.testId}`;
}
