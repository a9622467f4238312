import { kindsIn } from './byte-kinds.js';
import type { LiteralAutomaton } from './prefilter/automaton.js';

/** What a capturing operator found: the match, then its groups. */
export type Groups = readonly (string | undefined)[];

const NO_FILTERS: readonly number[] = Object.freeze([]);

/**
 * A byte string that rules look at. It carries what is worked out about it once and used many times: its UTF-8
 * re-encoding (RE2 reads UTF-8 only), its transformed forms, and what operators said of it.
 */
export class Value {
  #utf8: Buffer | null = null;
  #kinds = -1;
  /** By pipeline id. */
  #forms: Value[] | null = null;
  /** The one that the candidates are of. */
  #automaton: LiteralAutomaton | null = null;
  #candidates: readonly number[] | null = null;
  /** By id of the set of pipelines. */
  #candidatesOfForms: (readonly number[])[] | null = null;
  /** By id of the test: 1 no, 2 yes. */
  #answers: Uint8Array | null = null;
  /** By id of the test: the groups of its match. */
  #groups: Map<number, Groups> | null = null;

  /**
   * @param bytes one char (U+0000–U+00FF) per byte
   * @param isKept true for a value that outlives its transaction: then answers of operators are kept too
   */
  constructor(
    readonly bytes: string,
    readonly isKept = false,
  ) {}

  /** The byte string with every char above U+007F as its two-byte UTF-8 form. */
  utf8(): Buffer {
    this.#utf8 ??= Buffer.from(this.bytes, 'utf8');
    return this.#utf8;
  }

  /** The value after the transformations that `pipeline` names; the same object when they change nothing. */
  form(pipeline: Pipeline): Value {
    const { parent } = pipeline;
    if (parent === null) return this;
    this.#forms ??= [];
    const known = this.#forms[pipeline.id];
    if (known !== undefined) return known;
    const before = this.form(parent);
    const after = before.#transformed(pipeline);
    this.#forms[pipeline.id] = after;
    return after;
  }

  /** Filters of a prefilter that have a literal in this value. What is kept is what the last automaton said. */
  candidates(automaton: LiteralAutomaton): readonly number[] {
    if (this.#automaton !== automaton) this.#meet(automaton);
    this.#candidates ??= automaton.scan(this.bytes);
    return this.#candidates;
  }

  /** The same for any of the forms that the pipelines give. */
  candidatesOfForms({ id, pipelines }: PipelineSet, automaton: LiteralAutomaton): readonly number[] {
    if (this.#automaton !== automaton) this.#meet(automaton);
    this.#candidatesOfForms ??= [];
    let found = this.#candidatesOfForms[id];
    if (found === undefined) {
      found = this.#union(pipelines, automaton);
      this.#candidatesOfForms[id] = found;
    }
    return found;
  }

  /** What an operator said of this value before: undefined when it was not asked, or its answers are not kept. */
  answer(test: number): boolean | undefined {
    const known = this.#answers === null ? 0 : this.#answers[test];
    return known === 0 || known === undefined ? undefined : known === 2;
  }

  /** @param tests how many tests there are */
  keepAnswer(test: number, tests: number, matched: boolean): void {
    this.#answers ??= new Uint8Array(tests);
    this.#answers[test] = matched ? 2 : 1;
  }

  /** Groups that a capturing test found before. */
  groups(test: number): Groups | undefined {
    return this.#groups?.get(test);
  }

  keepGroups(test: number, groups: Groups): void {
    this.#groups ??= new Map();
    this.#groups.set(test, groups);
  }

  #meet(automaton: LiteralAutomaton): void {
    this.#automaton = automaton;
    this.#candidates = null;
    this.#candidatesOfForms = null;
  }

  #transformed({ apply, touches }: Pipeline): Value {
    if (touches !== 0) {
      if (this.#kinds < 0) this.#kinds = kindsIn(this.bytes);
      if ((this.#kinds & touches) === 0) return this;
    }
    const bytes = apply(this.bytes);
    return bytes === this.bytes ? this : new Value(bytes, this.isKept);
  }

  #union(pipelines: readonly Pipeline[], automaton: LiteralAutomaton): readonly number[] {
    let first: readonly number[] | null = null;
    let more: (readonly number[])[] | null = null;
    for (let i = 0; i < pipelines.length; i++) {
      // Forms that transformations left alone are one object, and so have one list.
      const found = this.form(pipelines[i]).candidates(automaton);
      if (found.length === 0 || found === first) continue;
      if (first === null) first = found;
      else if (more === null) more = [first, found];
      else if (!more.includes(found)) more.push(found);
    }
    if (more !== null) return automaton.union(more);
    return first ?? NO_FILTERS;
  }
}

/** A chain of transformations, interned so that rules with a common prefix share its results. */
export interface Pipeline {
  readonly id: number;
  /** Null for the empty pipeline. */
  readonly parent: Pipeline | null;
  /** Names from first to last, e.g. `['urlDecodeUni', 'lowercase']`. */
  readonly names: readonly string[];
  /** Kinds of bytes (see `byte-kinds.ts`) without which the last transformation changes nothing; 0: not known. */
  readonly touches: number;
  /** The last transformation. */
  apply(bytes: string): string;
}

/** Pipelines that rules put the values of one target through. */
export interface PipelineSet {
  readonly id: number;
  readonly pipelines: readonly Pipeline[];
}
