/** State that crosses requests: read synchronously from this process's memory. */
export { MemoryCollections } from './collections.js';
