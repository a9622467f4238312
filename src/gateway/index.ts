/** A configuration in force: built from files, started, reloaded, drained. */
export { type Built, build } from './build.js';
export { Gateway, type GatewayOptions } from './gateway.js';
export { readConfig } from './read-config.js';
export type { Running, RunningSite } from './running.js';
export type { Setback } from './site-compiler.js';
export { createSiteMemory } from './site-memory.js';
export { newSurroundings } from './surroundings.js';
export { VERSION } from './version.js';
