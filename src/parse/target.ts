/**
 * Where the path begins in a request target: after scheme and authority of the absolute form
 * (`http://host/path`, RFC 9112 section 3.2.2), at 0 for every other form.
 * A backslash ends the authority too, because URL parsers of browsers and of many servers read it as a slash.
 */
export function pathStart(target: string): number {
  if (target.charCodeAt(0) === 0x2f) return 0;
  const colon = target.indexOf('://');
  if (colon <= 0 || !isScheme(target, colon)) return 0;
  for (let i = colon + 3; i < target.length; i++) {
    const code = target.charCodeAt(i);
    if (code === 0x2f || code === 0x3f || code === 0x23 || code === 0x5c) return i;
  }
  return target.length;
}

/** RFC 3986 section 3.1: a letter, then letters, digits, `+`, `-` and `.`. */
function isScheme(target: string, end: number): boolean {
  for (let i = 0; i < end; i++) {
    const code = target.charCodeAt(i);
    const letter = (code | 32) >= 97 && (code | 32) <= 122;
    const later = (code >= 48 && code <= 57) || code === 0x2b || code === 0x2d || code === 0x2e;
    if (!letter && !(i > 0 && later)) return false;
  }
  return true;
}
