/** The vocabulary that every step shares. It imports nothing outside this folder. */
export type { Address } from './address.js';
export type { Client } from './client.js';
export * from './errors.js';
export type { Gate, GateRequest } from './gate.js';
export * from './parsed.js';
export { RequestHead, type ResponseHead } from './request.js';
export * from './site.js';
export * from './transaction.js';
export * from './verdict.js';
