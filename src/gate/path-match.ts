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

/** Lower case of A to Z alone: `toLowerCase` would change bytes above 7F. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}
