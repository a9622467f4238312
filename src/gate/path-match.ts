import type { GateRequest } from '../core/index.js';

/**
 * Whether a normalised path begins with `prefix`, ASCII case apart. Path rules only ever restrict, so the wider reading
 * is the safe one: an upstream that takes `/WP-Admin/` for `/wp-admin/` is covered, and so is `/wp-admin` for a prefix
 * that ends in a slash.
 * @param prefix in ASCII lower case (`foldAscii`)
 */
export function pathMatches(path: string, prefix: string): boolean {
  let length = prefix.length;
  if (path.length === length - 1 && prefix.charCodeAt(length - 1) === 0x2f) length--;
  if (path.length < length) return false;
  for (let i = 0; i < length; i++) {
    const char = path.charCodeAt(i);
    const folded = char >= 0x41 && char <= 0x5a ? char | 0x20 : char;
    if (folded !== prefix.charCodeAt(i)) return false;
  }
  return true;
}

/**
 * Whether a path rule applies to a request: by its normalised path, or by another that an upstream may read out of the
 * same target. `/wp-admin/../x` is `/x` to us, and still `/wp-admin/…` to an upstream that routes before it resolves.
 */
export function ruleApplies(request: GateRequest, prefix: string): boolean {
  if (pathMatches(request.path, prefix)) return true;
  const { readings } = request;
  return readings?.some(reading => pathMatches(reading, prefix)) === true;
}

/** Lower case of A to Z alone: `toLowerCase` would change bytes above 7F. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}
