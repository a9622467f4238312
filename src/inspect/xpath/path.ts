/** A location path of the XPath subset, ready to run. */
export interface XPath {
  /** As written. */
  readonly source: string;
  /** The same for two paths only when they select the same: prefixes stand for their namespaces. */
  readonly identity: string;
  readonly steps: readonly Step[];
}

/** What the prefixes of a path stand for. */
export interface Namespaces {
  /** URIs by prefix, from `xmlns`. */
  readonly uris: ReadonlyMap<string, string>;
  /** The rule that declares them, as messages name it, e.g. `this rule`. */
  readonly owner: string;
}

/** One step: from every node so far to some of its children, or attributes. */
export interface Step {
  /** True after `//`: the node's descendants are walked, too. */
  readonly deep: boolean;
  readonly kind: 'element' | 'attribute' | 'text';
  /** Always true of `text()`. */
  readonly test: NameTest;
  /** Each numbers what the one before has left. */
  readonly predicates: readonly Predicate[];
}

/** What a name has to be; null: any. */
export interface NameTest {
  readonly name: string | null;
  /** URI of the namespace; empty: in none. */
  readonly namespace: string | null;
}

export type Predicate =
  /** Counted from 1 among those of one parent; null is the last. */
  { readonly kind: 'position'; readonly position: number | null } | ChildPredicate | OwnPredicate;

/** A child element is there; its text equal to `value` unless that is null. */
export interface ChildPredicate {
  readonly kind: 'child';
  readonly test: NameTest;
  readonly value: string | null;
}

/** What an element alone can tell. */
export type OwnPredicate =
  /** It has such an attribute; equal to `value` unless that is null. */
  | { readonly kind: 'attribute'; readonly test: NameTest; readonly value: string | null }
  | { readonly kind: 'text' | 'local-name'; readonly value: string };

export const ANY: NameTest = { name: null, namespace: null };
