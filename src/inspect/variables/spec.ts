import type { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import type { Selector } from '../plan.js';

/**
 * When a variable's values are settled: with the head, the body or the response, or never (`always-changing`: rules
 * themselves change it). Settled values are read once per transaction.
 */
export type Settles = 'head' | 'body' | 'response' | 'always-changing';

/** One variable of SecLang. Each stands in the registry, in `docs/rules.md` and in the tests. */
export interface VariableSpec {
  /** In upper case. */
  readonly name: string;
  /** One line for the documentation. */
  readonly summary: string;
  /** A rule as an example for the documentation. */
  readonly example: string;
  /** True when it may take a selector, e.g. `ARGS:q`. */
  readonly isCollection: boolean;
  readonly settles: Settles;
  /** Why a key that the manual has never has a value here: a load error that says so. Null for every other key. */
  refuses?(lowerKey: string): string | null;
  read(inspection: Inspection): readonly Entry[];
  /** Values under one key, where that is quicker than filtering what `read` gives. */
  find?(inspection: Inspection, lowerKey: string): readonly Entry[];
  /** Values under the keys that a regex selector names, where that is quicker. */
  select?(inspection: Inspection, selector: Selector): readonly Entry[];
}
