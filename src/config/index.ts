/** YAML → validated → frozen configuration. */
export type {
  AuditConfig,
  BansConfig,
  Config,
  LimitsConfig,
  ListConfig,
  LogConfig,
  SiteConfig,
  StateConfig,
  StreamConfig,
  TlsConfig,
} from './config.js';
export { validate } from './explain.js';
export { jsonSchema, jsonSchemaText } from './json-schema.js';
export { ConfigError, type LoadedConfig, type LoadOptions, loadConfig, type NamedFiles } from './load.js';
export { readSource, type Scalars } from './read.js';
export type { ListenAddress } from './schema/address.js';
export type { BanRule } from './schema/bans.js';
export type { CountryRule, GateRules, SiteGate } from './schema/gate.js';
export type { ListSource } from './schema/root.js';
export { byteString, map } from './schema/scalar.js';
export type { RuleExclusion } from './schema/waf.js';
export type { Path, Source } from './source.js';
