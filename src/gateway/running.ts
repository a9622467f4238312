import type { CountryDatabase, Trust } from '../client/index.js';
import type { Config } from '../config/index.js';
import type { ParseLimits, Site } from '../core/index.js';
import type { AddressList, CompiledGate } from '../gate/index.js';
import type { Plan, SiteExclusion } from '../inspect/index.js';
import type { StreamSettings } from '../stream/index.js';
import type { RunningAudit } from './audit.js';
import type { SiteForwarders } from './forwarders.js';
import type { NeverBanned } from './never-banned.js';
import type { Router } from './router.js';

/** A site with everything that its requests need, compiled. */
export interface RunningSite {
  readonly site: Site;
  readonly gate: CompiledGate;
  readonly plan: Plan;
  readonly exclusions: readonly SiteExclusion[];
  /** TX variables that the site's settings fix, e.g. the paranoia level. */
  readonly presets: ReadonlyMap<string, string>;
  /** True when the site's mode comes from SecRuleEngine alone: then `ctl:ruleEngine=On` may tighten it. */
  readonly mayTighten: boolean;
  readonly parseLimits: ParseLimits;
  readonly forwarders: SiteForwarders;
}

/** A raw TCP stream. */
export interface RunningStream {
  readonly settings: StreamSettings;
  readonly gate: CompiledGate;
}

/** One configuration in force. A reload makes another one aside and swaps; requests under way finish on theirs. */
export interface Running {
  readonly config: Config;
  readonly router: Router;
  readonly trust: Trust;
  readonly geo: CountryDatabase;
  readonly lists: ReadonlyMap<string, AddressList>;
  /** Gates that are asked before TLS, all of which close connections; null: none is. */
  readonly closing: readonly CompiledGate[] | null;
  /** Whom no ban may hit. */
  readonly never: NeverBanned;
  readonly plan: Plan;
  readonly audit: RunningAudit;
  readonly sites: readonly RunningSite[];
  /** What the files it was built from looked like: equal in processes that built from the same ones. */
  readonly fingerprint: string;
  /** By name. */
  readonly streams: ReadonlyMap<string, RunningStream>;
  /** Of the admin listener; null: everyone may reach it. */
  readonly adminGate: CompiledGate | null;
}
