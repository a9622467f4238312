import type { Client } from './client.js';
import type { FaultSource } from './errors.js';
import type { FilePart, Pair } from './parsed.js';
import type { RequestHead } from './request.js';
import type { Mode, Site } from './site.js';
import { PASS, type Verdict } from './verdict.js';

/** One rule that matched, as logs show it. Strings are byte strings. */
export interface RuleMatch {
  readonly id: number;
  readonly phase: number;
  readonly msg: string;
  /** Expanded `logdata`, or empty. */
  readonly logdata: string;
  /** 0 EMERGENCY … 7 DEBUG, or null when the rule has none. */
  readonly severity: number | null;
  readonly tags: readonly string[];
  /** The variable that matched, e.g. `ARGS:q`. */
  readonly target: string;
  /** Its value after transformations. */
  readonly value: string;
  /** Where the rule stands. */
  readonly file: string;
  readonly line: number;
  /** False when the rule says `noauditlog`. */
  readonly audit: boolean;
  /** `ver`, `rev`, `maturity` and `accuracy`, where the rule has them. */
  readonly version?: string;
  readonly revision?: string;
  readonly maturity?: number;
  readonly accuracy?: number;
}

/** What an audit line may show besides the request head: byte strings, each bounded by who writes the line. */
export interface AuditContent {
  /** Arguments of the request body, decoded. */
  readonly arguments: readonly Pair[];
  readonly files: readonly Pick<FilePart, 'name' | 'filename' | 'size'>[];
  /** A body that has no arguments, or null. */
  readonly requestBody: AuditBody | null;
  /** Flat, as Node has them; empty when there was no response. */
  readonly responseHeaders: readonly string[];
  /** The response body, where rules looked at it, or null. */
  readonly responseBody: AuditBody | null;
}

/** The beginning of a body, and how long it is. */
export interface AuditBody {
  readonly text: string;
  readonly bytes: number;
}

/**
 * Letters of the audit line's parts without a word from rules: request head, what was found and decided. Bodies are
 * shown only where rules ask for them.
 */
export const DEFAULT_AUDIT_PARTS = 'ABHZ';

/** Something that failed while this request was handled. */
export interface Fault {
  readonly source: FaultSource;
  /** Short stable name, e.g. `connect-timeout`: a metric label. */
  readonly code: string;
  readonly message: string;
}

/** Why bytes or a whole request went on without full inspection. A closed set: it is a metric label. */
export const UNINSPECTED_REASONS = [
  'mode-off',
  'body-over-limit',
  'response-over-limit',
  'body-type',
  'body-malformed',
  'body-access-off',
  'websocket',
  'fault-passed',
] as const;
export type UninspectedReason = (typeof UNINSPECTED_REASONS)[number];

/**
 * How a request ended.
 * `forwarded`: the upstream answered; `refused`: the gate said no; `blocked`: inspection said no;
 * `failed`: the upstream could not answer; `rejected`: not a request we can judge (syntax, unknown host, limits);
 * `aborted`: the client went away first; `internal`: a fault of our own.
 */
export const OUTCOMES = [
  'forwarded',
  'refused',
  'blocked',
  'failed',
  'rejected',
  'aborted',
  'internal',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * The record of one request: each step reads what earlier steps wrote and adds its own. What observe prints is here
 * and nowhere else. Times are `performance.now()` milliseconds unless said otherwise.
 */
export class Transaction {
  client: Client | null;
  site: Site | null;
  /** Normalised path (see `parse/path.ts`), without query. */
  path: string;
  mode: Mode;
  /** What the gate or the rules concluded, whether or not the mode acts on it. */
  verdict: Verdict;
  /** True when the rules concluded to disrupt, but `detect` let the request go on. */
  detectedOnly: boolean;
  outcome: Outcome;
  /** Status sent to the client, 0 when none was (dropped, aborted). */
  status: number;
  /** Rule matches with `log`, in order. */
  readonly matches: RuleMatch[];
  /** The anomaly score that the rules summed up, or null when they keep none. */
  score: number | null;
  /** True once the rule engine saw it: such a transaction has an audit line when `which: all`. */
  inspected: boolean;
  /** True when a matching rule says `auditlog`. */
  auditRelevant: boolean;
  /** What rules say by `ctl:auditEngine`, or null where the configuration decides. */
  audit: 'always' | 'relevant' | 'never' | null;
  /** Letters of the audit line's parts that rules chose by `ctl:auditLogParts`, or null: as configured. */
  auditParts: string | null;
  /** What the audit line shows of bodies and of the response head, or null when none of it is asked for. */
  auditContent: AuditContent | null;
  /** Lower-case names of arguments and headers that rules want masked in logs. */
  readonly maskedFields: Set<string>;
  /** Byte strings that rules want masked in the audit log, with what stands there instead. */
  readonly maskedTexts: Map<string, string>;
  readonly faults: Fault[];
  readonly uninspected: UninspectedReason[];
  /** Body bytes received from the client, sent to the client, and forwarded without inspection. */
  bytesIn: number;
  bytesOut: number;
  bytesUninspected: number;
  /** Milliseconds spent in rules, summed over phases. */
  inspectionTime: number;
  /** Milliseconds from dispatch to the upstream's response head, or null when not dispatched. */
  upstreamTime: number | null;
  endedAt: number;

  constructor(
    /** Unique id, shown on the block page, in logs, and as UNIQUE_ID. */
    readonly id: string,
    readonly head: RequestHead,
    /** Wall clock, milliseconds since the epoch. */
    readonly startedAt: number,
    /** Monotonic start. */
    readonly startedTick: number,
    /** True when the client's connection is TLS. */
    readonly secure: boolean,
    /** Local address and port the connection came in on. */
    readonly localAddress: string,
    readonly localPort: number,
  ) {
    this.client = null;
    this.site = null;
    this.path = '';
    this.mode = 'block';
    this.verdict = PASS;
    this.detectedOnly = false;
    this.outcome = 'internal';
    this.status = 0;
    this.matches = [];
    this.score = null;
    this.inspected = false;
    this.auditRelevant = false;
    this.audit = null;
    this.auditParts = null;
    this.auditContent = null;
    this.maskedFields = new Set();
    this.maskedTexts = new Map();
    this.faults = [];
    this.uninspected = [];
    this.bytesIn = 0;
    this.bytesOut = 0;
    this.bytesUninspected = 0;
    this.inspectionTime = 0;
    this.upstreamTime = null;
    this.endedAt = 0;
  }
}
