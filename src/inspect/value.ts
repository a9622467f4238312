import type { LiteralAutomaton } from './prefilter/automaton.js';

/**
 * A byte string that rules look at. It carries what is worked out about it once and used many times: its UTF-8
 * re-encoding (RE2 reads UTF-8 only) and its transformed forms.
 */
export class Value {
  #utf8: Buffer | null = null;
  #forms: Map<number, Value> | null = null;
  #candidates: readonly number[] | null = null;

  /** @param bytes one char (U+0000–U+00FF) per byte */
  constructor(readonly bytes: string) {}

  /** The byte string with every char above U+007F as its two-byte UTF-8 form. */
  utf8(): Buffer {
    this.#utf8 ??= Buffer.from(this.bytes, 'utf8');
    return this.#utf8;
  }

  /** Filters of the plan's prefilter that have a literal in this value. A value meets one plan's automaton only. */
  candidates(automaton: LiteralAutomaton): readonly number[] {
    this.#candidates ??= automaton.scan(this.bytes);
    return this.#candidates;
  }

  /** The value after the transformations that `pipeline` names; the same object when they change nothing. */
  form(pipeline: Pipeline): Value {
    if (pipeline.parent === null) return this;
    const known = this.#forms?.get(pipeline.id);
    if (known !== undefined) return known;
    const before = this.form(pipeline.parent);
    const bytes = pipeline.apply(before.bytes);
    const after = bytes === before.bytes ? before : new Value(bytes);
    this.#forms ??= new Map();
    this.#forms.set(pipeline.id, after);
    return after;
  }
}

/** A chain of transformations, interned so that rules with a common prefix share its results. */
export interface Pipeline {
  readonly id: number;
  /** Null for the empty pipeline. */
  readonly parent: Pipeline | null;
  /** Names from first to last, e.g. `['urlDecodeUni', 'lowercase']`. */
  readonly names: readonly string[];
  apply(bytes: string): string;
}
