/** Requests that are not a visitor's, with their guard against private addresses. */
export { FetchError, type GetOptions, type GetResult, get } from './get.js';
export { mayReach } from './guard.js';
