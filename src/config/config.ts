import type { Site } from '../core/index.js';
import type { ListenAddress } from './schema/address.js';
import type { BanRule } from './schema/bans.js';
import type { SiteGate } from './schema/gate.js';
import type { ListSource } from './schema/root.js';
import type { StreamTarget } from './schema/streams.js';
import type { SyslogFacility } from './schema/syslog.js';
import type { RuleExclusion } from './schema/waf.js';

/** A whole configuration, checked, with every default filled in. Deeply frozen. All paths of files are absolute. */
export interface Config {
  /** The file it was read from. */
  readonly file: string;
  readonly listen: {
    readonly http: readonly ListenAddress[];
    readonly https: readonly ListenAddress[];
    /** Empty when the admin listener is off. */
    readonly admin: readonly ListenAddress[];
  };
  readonly workers: number | 'auto';
  /** Addresses and CIDRs, in lower case. */
  readonly trustedProxies: readonly string[];
  /** `country`: path of a database, or null for the one that comes with the package. */
  readonly geoip: { readonly country: string | null };
  readonly lists: readonly ListConfig[];
  /** SecLang files in the order they are loaded. */
  readonly rules: readonly string[];
  readonly log: LogConfig;
  readonly audit: AuditConfig;
  readonly limits: LimitsConfig;
  readonly bans: BansConfig;
  readonly state: StateConfig;
  /** `token`: SHA-256 of the bearer token of the admin API, or null when there is none. */
  readonly admin: { readonly token: string | null; readonly gate: SiteGate | null };
  readonly streams: readonly StreamConfig[];
  readonly sites: readonly SiteConfig[];
}

/** Times in milliseconds. */
export interface BansConfig {
  readonly after: readonly BanRule[];
  readonly for: number;
  readonly growth: number;
  readonly longest: number;
  readonly scope: 'site' | 'everywhere';
  /** List names, addresses and CIDRs. */
  readonly never: readonly string[];
}

/** A raw TCP stream. Times in milliseconds. */
export interface StreamConfig {
  readonly name: string;
  readonly listen: readonly ListenAddress[];
  readonly upstream: StreamTarget;
  readonly gate: SiteGate;
  readonly proxyProtocol: 'v1' | 'v2' | null;
  readonly acceptProxyProtocol: boolean;
  readonly connectTimeout: number;
  readonly idleTimeout: number;
  readonly connections: number;
  /** Null: no limit. */
  readonly connectionsPerAddress: number | null;
}

/** Absolute paths; null: nothing is kept, and there is no socket. */
export interface StateConfig {
  readonly folder: string | null;
  readonly socket: string | null;
}

export interface ListConfig {
  readonly name: string;
  readonly source: ListSource;
}

export interface LogConfig {
  /** `-` is standard output, null is off, anything else a file. */
  readonly access: string | null;
  readonly format: 'json' | 'combined';
  readonly level: 'error' | 'warn' | 'info' | 'debug';
}

export interface AuditConfig {
  /** Null when `which` is `off`. */
  readonly file: string | null;
  /** A receiver of the same lines, or null. */
  readonly syslog: SyslogConfig | null;
  readonly which: 'all' | 'relevant' | 'off';
  /** Byte strings in lower case. */
  readonly mask: readonly string[];
  /** Which of these the file does not have: there a rule file may say otherwise. */
  readonly unset: { readonly file: boolean; readonly which: boolean };
}

export interface SyslogConfig {
  readonly protocol: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  readonly facility: SyslogFacility;
}

/** Sizes in bytes, times in milliseconds. */
export interface LimitsConfig {
  readonly headBytes: number;
  readonly headerCount: number;
  readonly uriLength: number;
  readonly headTimeout: number;
  readonly bodyTimeout: number;
  readonly idleTimeout: number;
  readonly maxBufferedBytes: number;
  /** Processor time of the rules for one request, and for each mebibyte of it. */
  readonly inspectionTime: number;
  readonly inspectionTimePerMebibyte: number;
  /** Null: no limit. */
  readonly connectionsPerAddress: number | null;
}

/** One site: what every step may read (`site`), and what is compiled into its gate and its plan. */
export interface SiteConfig {
  readonly site: Site;
  /** PEM texts, or null when the site has no certificate of its own. */
  readonly tls: TlsConfig | null;
  readonly gate: SiteGate;
  /** 1–4, or null: what the rule files say. */
  readonly paranoia: number | null;
  readonly exclude: readonly RuleExclusion[];
  /** Which of these hold their default because the file does not have them: there a rule file may say otherwise. */
  readonly unset: { readonly mode: boolean; readonly bodyLimit: boolean; readonly overBodyLimit: boolean };
}

export interface TlsConfig {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

/** Freezes a tree of plain objects and lists, in place. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
