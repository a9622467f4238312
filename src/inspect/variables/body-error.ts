import type { Inspection } from '../inspection.js';

/**
 * Why something of the request was not taken apart, or null. Too many arguments in the query or too many cookies count as
 * well, though the manual speaks of bodies only: no other variable tells of them.
 */
export function errorOf({ head, body }: Inspection): string | null {
  return body?.error ?? head.error;
}
