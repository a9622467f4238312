/** Raw TCP: the gate, then bytes as they come. */
export { openStreams, type StreamListeners } from './listeners.js';
export { type Endpoint, proxyHeader } from './proxy-header.js';
export { type ProxyReading, readProxyHeader } from './proxy-reader.js';
export {
  STREAM_OUTCOMES,
  type StreamHandler,
  type StreamOutcome,
  type StreamRecord,
  type StreamSettings,
  type StreamTarget,
} from './settings.js';
