/** Step 3, the gate: who may come in, by address and country, before a byte of the body is read. */
export type { AddressText } from './address-text.js';
export { Caller } from './caller.js';
export { type CompiledGate, compileGate, type GateOptions } from './compile.js';
export type { GateExplanation, GateStep } from './explain.js';
export { AddressList, type ListEntry } from './list.js';
export { type ListSource, loadAddressList } from './load-list.js';
export { pathMatches } from './path-match.js';
export { RangeTable } from './range-table.js';
export { type RateLimit, RateTable } from './rate-table.js';
export type { Meters, RateKey, RateRule } from './rates.js';
export type { CountryRule, GateRules, PathRules, SiteGate } from './rules.js';
export { NO_STANDING, type Standing } from './standing.js';
