/** Step 1, accept: listeners, what the HTTP parser does not check, limits, and reading a body up to a limit. */
export { type BufferedBody, type ReadBodyOptions, readBody } from './body.js';
export { admitBody } from './connection.js';
export { effectiveHost, hostName } from './host.js';
export { type ReadRequest, RequestReader } from './in-memory.js';
export { type Listeners, openListeners } from './listeners.js';
export {
  type Certificate,
  LISTEN_LIMITS,
  type Listen,
  type ListenFault,
  type ListenHandler,
  type ListenLimits,
  type ListenOptions,
} from './options.js';
