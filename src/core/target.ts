/** A request target in absolute form, taken apart: `http://host:port/path?query`. */
export interface AbsoluteTarget {
  /** Between `//` and the next `/`, `?` or `#`, as received. */
  readonly authority: string;
  /** The target in origin form, as received: starts with `/`. */
  readonly path: string;
}

/**
 * Takes a target in absolute form apart (RFC 9112 section 3.2.2), without decoding or normalising a byte.
 * @returns null for every other form, and for schemes other than http and https
 */
export function absoluteTarget(target: string): AbsoluteTarget | null {
  const first = target.charCodeAt(0) | 0x20;
  if (first !== 0x68) return null;
  const scheme = target.slice(0, 8).toLowerCase();
  const start = scheme.startsWith('http://') ? 7 : scheme === 'https://' ? 8 : 0;
  if (start === 0) return null;
  let end = start;
  while (end < target.length) {
    const char = target.charCodeAt(end);
    if (char === 0x2f || char === 0x3f || char === 0x23) break;
    end++;
  }
  const rest = target.slice(end);
  return { authority: target.slice(start, end), path: rest.startsWith('/') ? rest : `/${rest}` };
}
