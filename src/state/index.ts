/** State that crosses requests: read synchronously from this process's memory. */
export { AddressMap, isKey, spanContains, spansOverlap } from './address-map.js';
export { BansFull, BanTable } from './bans.js';
export { MemoryCollections } from './collections.js';
export { Journal, type JournalContent, readJournal } from './journal.js';
export type { AddressSpan, Ban, Opening, StateOperation } from './operation.js';
export { readOperation } from './operation.js';
export { SharedState } from './shared-state.js';
export { Windows } from './windows.js';
