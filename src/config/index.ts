/** YAML → validated → frozen configuration. */
export type { ClosedSite, FolderSite } from './build/site-folder.js';
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
export {
  ConfigError,
  finish,
  type LoadedConfig,
  type LoadOptions,
  loadConfig,
  loadSteps,
  type NamedFiles,
} from './load.js';
export { readSource, type Scalars } from './read.js';
export type { ListenAddress } from './schema/address.js';
export type { BanRule } from './schema/bans.js';
export type { CountryRule, GateRules, SiteGate } from './schema/gate.js';
export type { ListSource } from './schema/root.js';
export { byteString, map } from './schema/scalar.js';
export type { RuleExclusion } from './schema/waf.js';
export { SiteJournal } from './sites/journal.js';
export { SiteMemory, statOf } from './sites/memory.js';
export type { SiteVersion } from './sites/version.js';
export type { Path, Source } from './source.js';
