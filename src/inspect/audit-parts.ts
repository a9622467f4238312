import { DEFAULT_AUDIT_PARTS } from '../core/index.js';

/**
 * Parts of an audit line, as SecAuditLogParts names them. A and Z are always there, D and G stand for nothing in
 * ModSecurity either.
 */
const CHANGE = /^[+-]?[A-KZ]+$/;

export const PARTS_FORM = 'write letters from A to K and Z, or + or - and letters to add or leave out';

/** True for `ABHZ`, `+E` and `-C`. */
export function isPartsChange(text: string): boolean {
  return CHANGE.test(text.toUpperCase());
}

/** Carries a change out. @param parts before it, or null for the default */
export function changeParts(parts: string | null, change: string): string {
  const before = parts ?? DEFAULT_AUDIT_PARTS;
  const letters = new Set(change.toUpperCase().replace(/^[+-]/, ''));
  if (change.startsWith('+')) return [...new Set([...before, ...letters])].sort().join('');
  if (change.startsWith('-')) return [...before].filter(letter => !letters.has(letter)).join('');
  return [...letters].sort().join('');
}
