/** Metrics, health and readiness, on listeners of their own. */
export { Readiness } from './readiness.js';
export { type AdminListen, type AdminOptions, type AdminServer, startAdmin } from './server.js';
