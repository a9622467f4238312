/** Metrics, health and readiness, on listeners of their own; the API there and on a local socket. */
export { API_PREFIX } from './api/openapi.js';
export {
  type ApplyOrder,
  type Awaitable,
  type BanOrder,
  type BanView,
  type Control,
  ControlError,
  type OpeningView,
  type OpenOrder,
  type TrialView,
} from './control.js';
export { type LocalSocket, openLocalSocket } from './local-socket.js';
export { Readiness } from './readiness.js';
export { type AdminListen, type AdminOptions, type AdminServer, startAdmin } from './server.js';
