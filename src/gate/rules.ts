import type { RateRule } from './rates.js';

/** A gate as the configuration gives it, every default filled in. Entries are list names, addresses or CIDRs. */
export interface GateRules {
  /** Who may come in, nobody else; null: everybody. */
  readonly only: readonly string[] | null;
  /** Who is let past the other checks. */
  readonly allow: readonly string[];
  /** Who may not come in; `all`: nobody whom `allow` does not let past. */
  readonly deny: readonly string[] | 'all';
  readonly countries: CountryRule | null;
}

/** Codes are ISO 3166-1 alpha-2. */
export interface CountryRule {
  /** Countries that may come in, no others; null: all. */
  readonly only: readonly string[] | null;
  readonly deny: readonly string[];
  /** For an address that the database knows no country for. */
  readonly unknown: 'allow' | 'deny';
  /** For addresses of private and link-local networks, which no country has. */
  readonly private: 'allow' | 'deny';
  /** For 127.0.0.0/8 and ::1. */
  readonly loopback: 'allow' | 'deny';
}

export interface PathRules extends GateRules {
  /** Prefix of the normalised path, beginning with `/`. */
  readonly match: string;
}

export interface SiteGate extends GateRules {
  readonly paths: readonly PathRules[];
  /** How often one may come, asked last. Default: as often as they like. */
  readonly rates?: readonly RateRule[];
  /** What a refused client sees: a page, or a connection that closes. Default: `page`. */
  readonly refusal?: 'page' | 'close';
}
