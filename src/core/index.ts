/** The vocabulary that every step shares. It imports nothing outside this folder. */
export type { Address } from './address.js';
export { equalsAscii, lowerAscii } from './ascii.js';
export type { Client } from './client.js';
export * from './errors.js';
export type { UpstreamExchange, UpstreamSink } from './exchange.js';
export { connectionOptions, declaresBody, type FramingFields, trimBlanks } from './fields.js';
export type { Gate, GateRequest } from './gate.js';
export { KeyedHash } from './keyed-hash.js';
export { didYouMean, nearest } from './nearest.js';
export * from './parsed.js';
export {
  applyHeaderRules,
  BALANCES,
  type Balance,
  type HeaderRules,
  type HealthCheckSettings,
  type MemberSettings,
  type PoolSettings,
  type PoolTimeouts,
  type RouteSettings,
  routeOf,
  type UpstreamTlsSettings,
} from './pool.js';
export { RequestHead, type ResponseHead } from './request.js';
export * from './site.js';
export { SlotTable } from './slot-table.js';
export { SortedIndex } from './sorted-index.js';
export { type AbsoluteTarget, absoluteTarget } from './target.js';
export * from './transaction.js';
export * from './verdict.js';
export { ALONE, type MessageBus, type WorkerPlace } from './worker.js';
