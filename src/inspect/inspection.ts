import type {
  BodyProcessor,
  Mode,
  ParsedBody,
  ParsedHead,
  ResponseHead,
  Transaction,
  XmlIntoArgs,
} from '../core/index.js';
import type { OperatorScope } from './contract.js';
import type { Entry } from './entry.js';
import type { Environment } from './environment.js';
import type { Plan, Rule } from './plan.js';
import type { Program } from './program/program.js';
import { Removals } from './removals.js';
import { TimeBudget } from './time-budget.js';
import { TxCollection } from './tx-collection.js';
import type { Groups, Value } from './value.js';
import { findVariable } from './variables/registry.js';
import type { VariableSpec } from './variables/spec.js';

const NO_ENTRIES: readonly Entry[] = Object.freeze([]);

/** What an inspection begins with. */
export interface InspectionStart {
  readonly plan: Plan;
  readonly transaction: Transaction;
  readonly head: ParsedHead;
  /** `block` and `detect` run rules alike; the difference is whether a disruptive action ends them. */
  readonly enforcement: Mode;
  readonly environment: Environment;
  /**
   * True for the plain engine, which tests every rule on every value and foresees nothing: the reference for the fast one.
   * Default false.
   */
  readonly isPlain?: boolean;
  /** TX variables set before the first rule, which rules cannot change: the site's settings. Lower-case names. */
  readonly presets: ReadonlyMap<string, string>;
  /** True when the mode comes from SecRuleEngine alone, so that `ctl:ruleEngine=On` may tighten it. Default false. */
  readonly mayTighten?: boolean;
}

/** Told about every rule that matches, also silent ones: what `explain` prints. */
export type Trace = (rule: Rule, link: number, entry: Entry | null, form: Value | null) => void;

/**
 * The engine's state for one transaction: what rules read and change. Everything starts here; nothing is pooled or
 * carried from one request to the next.
 */
export class Inspection implements OperatorScope {
  readonly plan: Plan;
  readonly transaction: Transaction;
  readonly head: ParsedHead;
  readonly environment: Environment;
  readonly tx: TxCollection;
  readonly removals: Removals;
  readonly time: TimeBudget;
  /** Persistent collections opened with initcol, setsid and setuid: name → key. */
  readonly opened: Map<string, string>;
  /** ENV, set by `setenv`; the process environment is not shown to rules. */
  readonly env: Map<string, string>;
  /** Values by target index, kept while they cannot have changed. */
  readonly cache: (readonly Entry[] | undefined)[];
  readonly #settled: Map<VariableSpec, readonly Entry[]>;
  readonly isPlain: boolean;
  /** The rules as they are run for this transaction's presets. */
  program: Program;
  /**
   * True while a phase runs, and for good once one was left by a fault: what was foreseen at its regular end need not hold.
   */
  interrupted: boolean;
  readonly mayTighten: boolean;
  /** What the rules may still change by `ctl:`. */
  enforcement: Mode;
  bodyProcessor: BodyProcessor;
  bodyAccess: boolean;
  bodyLimit: number | null;
  forceBodyVariable: boolean;
  /** Changed by rules before the body is taken apart. */
  xmlIntoArgs: XmlIntoArgs;
  responseBodyAccess: boolean;
  responseBodyLimit: number;
  body: ParsedBody | null;
  rawBody: Buffer | null;
  /** True when the body was longer than the limit and only its first part is inspected. */
  bodyTruncated: boolean;
  response: ResponseHead | null;
  responseBody: Buffer | null;
  /** True when the response was longer than the limit and only its first part is inspected. */
  responseTruncated: boolean;
  /** MATCHED_VAR, MATCHED_VAR_NAME and MATCHED_VARS. */
  matchedValue: Value | null;
  /** Null with `matchedValue`. */
  matchedEntry: Entry | null;
  matched: readonly Entry[];
  /** What the test that runs now has matched so far; null: nothing. */
  matching: Entry[] | null;
  /** Lowest severity number of the rules that have matched; 255: none had one. */
  highestSeverity: number;
  /** The rule that runs now, for %{rule.id}. */
  rule: Rule | null;
  capturing: boolean;
  /** What the operator captured that ran last. */
  captured: Groups | null;
  /** Set by `allow`: rules of phases up to this one are passed over. */
  allowedThrough: number;
  trace: Trace | null;
  #bodyText: string | null;
  #responseText: string | null;
  geo: { readonly country: string } | null;

  constructor(start: InspectionStart) {
    const { plan } = start;
    this.plan = plan;
    this.transaction = start.transaction;
    this.head = start.head;
    this.environment = start.environment;
    const { program, tx } = plan.programs.for(start.presets);
    this.isPlain = start.isPlain === true;
    this.program = this.isPlain ? plan.programs.full : program;
    this.interrupted = false;
    this.tx = new TxCollection(tx, start.presets);
    this.removals = new Removals(plan, this.program.relied);
    const allowance = this.isPlain ? null : (start.environment.timeAllowance ?? null);
    this.time = new TimeBudget(
      allowance,
      start.transaction.head.target.length + sizeOf(start.transaction.head.rawHeaders),
    );
    this.opened = new Map();
    this.env = new Map();
    this.cache = new Array(plan.targets.length);
    this.#settled = new Map();
    this.mayTighten = start.mayTighten === true;
    this.enforcement = start.enforcement;
    this.bodyProcessor = '';
    this.bodyAccess = plan.settings.requestBodyAccess;
    this.bodyLimit = null;
    this.forceBodyVariable = false;
    this.xmlIntoArgs = plan.settings.xmlIntoArgs;
    this.responseBodyAccess = plan.settings.responseBodyAccess;
    this.responseBodyLimit = plan.settings.responseBodyLimit;
    this.body = null;
    this.rawBody = null;
    this.bodyTruncated = false;
    this.response = null;
    this.responseBody = null;
    this.responseTruncated = false;
    this.matchedValue = null;
    this.matchedEntry = null;
    this.matched = [];
    this.matching = null;
    this.highestSeverity = 255;
    this.rule = null;
    this.capturing = false;
    this.captured = null;
    this.allowedThrough = 0;
    this.trace = null;
    this.#bodyText = null;
    this.#responseText = null;
    this.geo = null;
  }

  /** Gives the body to the rules. @param raw the bytes inspected @param parsed what the body processor made of them */
  setBody(raw: Buffer, parsed: ParsedBody): void {
    this.rawBody = raw;
    this.body = parsed;
    this.time.grow(raw.length);
    this.#forget('body');
  }

  setResponse(head: ResponseHead): void {
    this.response = head;
    this.#forget('response');
  }

  setResponseBody(body: Buffer): void {
    this.responseBody = body;
    this.time.grow(body.length);
    this.#forget('response');
  }

  /** MATCHED_VAR_NAME; empty when nothing has matched yet. */
  get matchedName(): string {
    return this.matchedEntry === null ? '' : this.matchedEntry.name;
  }

  /** The request body as a byte string. */
  get bodyText(): string {
    this.#bodyText ??= this.rawBody === null ? '' : this.rawBody.toString('latin1');
    return this.#bodyText;
  }

  get responseText(): string {
    this.#responseText ??= this.responseBody === null ? '' : this.responseBody.toString('latin1');
    return this.#responseText;
  }

  /** A value for bytes of the request; values that come again and again are kept with what is known of them. */
  value(bytes: string): Value {
    return this.program.values.get(bytes);
  }

  /** All values of a variable; worked out once while they cannot have changed. */
  valuesOf(variable: VariableSpec): readonly Entry[] {
    if (variable.settles === 'always-changing') return variable.read(this);
    let entries = this.#settled.get(variable);
    if (entries === undefined) {
      entries = variable.read(this);
      this.#settled.set(variable, entries);
    }
    return entries;
  }

  /** The values of a variable under one key. */
  valuesUnder(variable: VariableSpec, lowerKey: string): readonly Entry[] {
    if (variable.find !== undefined) return variable.find(this, lowerKey);
    const entries = this.valuesOf(variable);
    let found: Entry[] | null = null;
    for (let i = 0; i < entries.length; i++) {
      if (entries[i].lowerKey !== lowerKey) continue;
      if (found === null) found = [entries[i]];
      else found.push(entries[i]);
    }
    return found ?? NO_ENTRIES;
  }

  macroValue(collection: string, key: string | null): string | null {
    if (collection === 'TX') return key === null ? null : this.tx.get(key);
    if (collection === 'RULE') return this.#ruleValue(key);
    const variable = findVariable(collection);
    if (variable === undefined) return null;
    const entries = key === null ? this.valuesOf(variable) : this.valuesUnder(variable, key);
    return entries.length > 0 ? entries[0].value.bytes : null;
  }

  capture(groups: Groups): void {
    this.captured = groups;
    this.tx.capture(groups);
  }

  geoLookup(ip: string): boolean {
    const country = this.environment.countryOf(ip);
    this.geo = country === null ? null : { country };
    return country !== null;
  }

  #ruleValue(key: string | null): string | null {
    const { rule } = this;
    if (rule === null) return null;
    switch (key) {
      case 'id':
        return String(rule.id);
      case 'rev':
        return rule.revision;
      case 'severity':
        return rule.severity === null ? '' : String(rule.severity);
      case 'msg':
        return rule.msg.source;
      case 'logdata':
        return rule.logdata.source;
      default:
        return null;
    }
  }

  #forget(settled: 'body' | 'response'): void {
    for (const variable of this.#settled.keys()) {
      if (variable.settles === settled) this.#settled.delete(variable);
    }
    const { targets } = this.plan;
    for (let i = 0; i < targets.length; i++) {
      if (targets[i].variable.settles === settled) this.cache[i] = undefined;
    }
  }
}

function sizeOf(texts: readonly string[]): number {
  let size = 0;
  for (let i = 0; i < texts.length; i++) size += texts[i].length;
  return size;
}
