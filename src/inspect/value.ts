import { kindsIn } from './byte-kinds.js';
import type { LiteralAutomaton } from './prefilter/automaton.js';

/** What a capturing operator found: the match, then its groups. */
export type Groups = readonly (string | undefined)[];

const NO_FILTERS: readonly number[] = Object.freeze([]);
/** The forms of one value at the nodes of one tree, while it is walked: never two at a time. */
const forms: (Value | null)[] = [];

/**
 * A byte string that rules look at. It carries what is worked out about it once and used many times: its UTF-8
 * re-encoding (RE2 reads UTF-8 only), its transformed forms, and what operators said of it.
 */
export class Value {
  #utf8: Buffer | null = null;
  #kinds = -1;
  /** By id of the transformation. */
  #after: Value[] | null = null;
  /** The one that the candidates are of. */
  #automaton: LiteralAutomaton | null = null;
  #candidates: readonly number[] | null = null;
  /** The value that this one is but for the case of ASCII letters. */
  #caseTwin: Value | null = null;
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
  form({ steps }: Pipeline): Value {
    let form: Value = this;
    for (let i = 0; i < steps.length; i++) form = form.after(steps[i]);
    return form;
  }

  /**
   * The value after one transformation. Kept by transformation and not by pipeline: where the others before it changed nothing,
   * all pipelines come to one and the same value.
   */
  after(step: TransformationStep): Value {
    const { id, touches, foldsCaseOnly } = step;
    if (touches !== 0) {
      if (this.#kinds < 0) this.#kinds = kindsIn(this.bytes);
      if ((this.#kinds & touches) === 0) return this;
    }
    this.#after ??= [];
    let after = this.#after[id];
    if (after === undefined) {
      const bytes = step.apply(this.bytes);
      if (bytes === this.bytes) after = this;
      else {
        after = new Value(bytes, this.isKept);
        if (foldsCaseOnly) after.#caseTwin = this;
      }
      this.#after[id] = after;
    }
    return after;
  }

  /** Filters of a prefilter that have a literal in this value. What is kept is what the last automaton said. */
  candidates(automaton: LiteralAutomaton): readonly number[] {
    // The automaton has no regard to ASCII case.
    if (this.#caseTwin !== null) return this.#caseTwin.candidates(automaton);
    if (this.#automaton !== automaton) this.#meet(automaton);
    this.#candidates ??= automaton.scan(this.bytes);
    return this.#candidates;
  }

  /** The same for any of the forms that the pipelines give. */
  candidatesOfForms({ id, nodes }: PipelineSet, automaton: LiteralAutomaton): readonly number[] {
    if (this.#automaton !== automaton) this.#meet(automaton);
    this.#candidatesOfForms ??= [];
    let found = this.#candidatesOfForms[id];
    if (found === undefined) {
      found = this.#union(nodes, automaton);
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

  #union(nodes: readonly PipelineNode[], automaton: LiteralAutomaton): readonly number[] {
    let first: readonly number[] | null = null;
    let more: (readonly number[])[] | null = null;
    for (let i = 0; i < nodes.length; i++) {
      const { parent, step, isLooked } = nodes[i];
      const before: Value = parent < 0 ? this : forms[parent]!;
      const form = step === null ? before : before.after(step);
      forms[i] = form;
      // Forms that transformations left alone are one object, and so have one list.
      if (!isLooked) continue;
      const found = form.candidates(automaton);
      if (found.length === 0 || found === first) continue;
      if (first === null) first = found;
      else if (more === null) more = [first, found];
      else if (!more.includes(found)) more.push(found);
    }
    // They are not to be held on to.
    for (let i = 0; i < nodes.length; i++) forms[i] = null;
    if (more !== null) return automaton.union(more);
    return first ?? NO_FILTERS;
  }
}

/** One transformation of a plan. */
export interface TransformationStep {
  /** The same for the same transformation in all pipelines. */
  readonly id: number;
  /** Kinds of bytes (see `byte-kinds.ts`) without which it changes nothing; 0: not known. */
  readonly touches: number;
  /** True when it changes the case of ASCII letters and nothing else. */
  readonly foldsCaseOnly: boolean;
  apply(bytes: string): string;
}

/** A chain of transformations, interned per plan. */
export interface Pipeline {
  readonly id: number;
  /** Null for the empty pipeline. */
  readonly parent: Pipeline | null;
  /** Names from first to last, e.g. `['urlDecodeUni', 'lowercase']`. */
  readonly names: readonly string[];
  readonly steps: readonly TransformationStep[];
}

/** Pipelines that rules put the values of one target through, as a tree: common beginnings are walked once. */
export interface PipelineSet {
  readonly id: number;
  /** Parents before their children. */
  readonly nodes: readonly PipelineNode[];
}

export interface PipelineNode {
  /** Index of the node before, or -1. */
  readonly parent: number;
  /** Null for the empty pipeline. */
  readonly step: TransformationStep | null;
  /** True when a rule looks at this form, false when it is only on the way to others. */
  readonly isLooked: boolean;
}
