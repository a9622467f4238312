/** A configuration in force: built from files, started, reloaded, drained. */
export { type Built, build, type Setback } from './build.js';
export { Gateway, type GatewayOptions } from './gateway.js';
export { readConfig } from './read-config.js';
export type { Running, RunningSite } from './running.js';
export { createSiteMemory } from './site-memory.js';
export { VERSION } from './version.js';
