/**
 * What a step decided about a request. `by` names who decided: a rule id, or the name of a list or setting.
 */
export type Verdict =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'block';
      /** HTTP status of the answer, 400–599. */
      readonly status: number;
      readonly reason: Reason;
      readonly by: number | string;
      /** Seconds for a Retry-After header. */
      readonly retryAfter?: number;
      /** Further header fields of the answer, names in lower case. */
      readonly fields?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'redirect';
      readonly status: number;
      readonly to: string;
      readonly reason: Reason;
      readonly by: number | string;
    }
  | { readonly kind: 'drop'; readonly reason: Reason; readonly by: number | string };

/** The one pass verdict: compare with `===` where speed matters, with `kind` elsewhere. */
export const PASS: Verdict = Object.freeze({ kind: 'pass' });

/** Why a request was stopped. A closed set: it is a metric label. */
export const REASONS = [
  /** A SecLang rule with a disruptive action. */
  'rule',
  /** The gate: the client is on a `deny` list. */
  'deny',
  /** The gate: an `only` list exists and the client is not on it. */
  'only',
  /** The gate: the country rule refuses the client's country. */
  'country',
  /** The gate: the autonomous-system rule refuses the client's network. */
  'asn',
  /** The gate: the client is on a list that is fetched from elsewhere. */
  'feed',
  /** The gate: the client is banned. */
  'ban',
  /** The gate: too many requests or connections. */
  'rate',
  /** The client's address could not be read, so it cannot be judged. */
  'address',
  /** No site answers for this Host. */
  'host',
  /** The file of the site has a mistake, and there is no earlier version of it. */
  'site-closed',
  /** The request's framing or syntax cannot be trusted. */
  'protocol',
  /** The head or a header is larger than allowed. */
  'head-limit',
  /** The body is larger than allowed. */
  'body-limit',
  /** The client was too slow. */
  'timeout',
  /** Too many bytes of request bodies are held at once, or too many WebSockets are open. */
  'overload',
  /** A fault while inspecting, answered by `onFault: block`. */
  'fault',
] as const;
export type Reason = (typeof REASONS)[number];
