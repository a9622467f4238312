const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * Resolves a path as text. A path that began with a slash does not rise above its root; one that did not keeps the `..`
 * that lead out of it. It ends in a slash only if the input did.
 *
 * A segment that merely ends in two dots (`a..`) is a name. ModSecurity takes it for a step up, and forgets in relative
 * paths that a short segment (`x/../y/..`) can be left again; here both are read as a file system reads them.
 */
function resolve(path: string): string {
  const absolute = path.charCodeAt(0) === SLASH;
  const kept: string[] = [];
  let stepsOut = 0;
  let start = 0;
  while (start <= path.length) {
    let end = path.indexOf('/', start);
    if (end < 0) end = path.length;
    const segment = path.slice(start, end);
    if (segment === '..') {
      if (kept.length > stepsOut) kept.pop();
      else if (!absolute) stepsOut = kept.push('..');
    } else if (segment !== '' && segment !== '.') {
      kept.push(segment);
    }
    start = end + 1;
  }
  const inner = kept.join('/');
  const trailing = path.charCodeAt(path.length - 1) === SLASH;
  if (inner === '') return absolute && trailing ? '/' : '';
  return (absolute ? '/' : '') + inner + (trailing ? '/' : '');
}

/** True when a segment is empty or begins with a dot, which is when there may be something to do. */
function mayChange(path: string): boolean {
  let afterSlash = path.charCodeAt(0) !== SLASH;
  for (let i = 0; i < path.length; i++) {
    const code = path.charCodeAt(i);
    if (afterSlash && (code === DOT || code === SLASH)) return true;
    afterSlash = code === SLASH;
  }
  return false;
}

/** The path resolved; the same string when there is nothing to do. */
export const resolvePath = (bytes: string): string => (mayChange(bytes) ? resolve(bytes) : bytes);
