/** Step 7, forward: requests to one of a pool's upstreams, byte for byte; WebSockets by `@fastify/http-proxy`. */
export type { PartialBody, RequestBody } from './body.js';
export {
  type Carriage,
  createUpgradeCarrier,
  type UpgradeCarrier,
  type UpgradeCarrierOptions,
} from './carrier.js';
export { UPSTREAM_CODES, type UpstreamCode } from './errors.js';
export type { ForwardedInfo } from './forwarded.js';
export { createForwarder, type Forwarder } from './forwarder.js';
export { Member, type MemberOptions } from './member.js';
export type { UpgradeTarget } from './ws-handshake.js';
