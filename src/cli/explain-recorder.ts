import { evidence, type Span } from '../inspect/evidence.js';
import type { Inspection, Rule, Trace, Value } from '../inspect/index.js';
import { anomalyScore } from '../inspect/index.js';

/** One value that a rule matched, as `explain` shows it. Byte strings. */
export interface ExplainedMatch {
  readonly rule: Rule;
  /** 0 for the rule itself, 1 and more for the rules chained to it. */
  readonly link: number;
  /** `ARGS:q`; null for a rule that looks at nothing. */
  readonly target: string | null;
  /** After transformations. */
  readonly value: string;
  readonly transformations: readonly string[];
  readonly operator: string;
  readonly spans: readonly Span[];
  /** What a detector saw, in words, or null. */
  readonly detail: string | null;
  /** True when all rules of the chain matched in the end. */
  complete: boolean;
}

/** Collects what rules match while a request is judged. */
export class Recorder {
  readonly #matches: ExplainedMatch[] = [];

  readonly trace: Trace = (rule, link, entry, form) => {
    const { test } = rule.links[link];
    const isLast = link === rule.links.length - 1;
    this.#matches.push({
      rule,
      link,
      target: entry?.name ?? null,
      value: form?.bytes ?? '',
      transformations: test?.pipeline.names ?? [],
      operator:
        test === null
          ? 'SecAction'
          : `${test.negated ? '!' : ''}@${test.operatorName} ${test.operatorArgument}`,
      ...seen(test, form),
      complete: isLast,
    });
    if (isLast) this.#completeChain(rule);
  };

  /** Matches in order; with the score that the inspection ended with. */
  finish(inspection: Inspection | null): { matches: readonly ExplainedMatch[]; score: number | null } {
    return { matches: this.#matches, score: inspection === null ? null : anomalyScore(inspection) };
  }

  #completeChain(rule: Rule): void {
    for (let i = this.#matches.length - 1; i >= 0 && this.#matches[i].rule === rule; i--)
      this.#matches[i].complete = true;
  }
}

function seen(
  test: Rule['links'][number]['test'],
  form: Value | null,
): { spans: readonly Span[]; detail: string | null } {
  if (test === null || form === null || test.negated) return { spans: [], detail: null };
  return evidence(test.operatorName, test.operatorArgument, test.operator, form);
}
