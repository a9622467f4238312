/** Step 7, forward: requests to the upstream, byte for byte, over a bounded pool; WebSockets by `@fastify/http-proxy`. */
export type { PartialBody, RequestBody } from './body.js';
export {
  type Carriage,
  createUpgradeCarrier,
  type UpgradeCarrier,
  type UpgradeCarrierOptions,
} from './carrier.js';
export { UPSTREAM_CODES, type UpstreamCode } from './errors.js';
export type { ForwardedInfo } from './forwarded.js';
export { createForwarder, type Forwarder, type ForwarderOptions, type UpstreamTls } from './forwarder.js';
