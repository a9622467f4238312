import { z } from 'zod';
import { byteString, Refusal, scalar } from './scalar.js';

const PATH = 'the beginning of a path, such as /wp-admin/';

/**
 * The beginning of a request path, in the form requests have after normalisation: percent-escapes decoded once, text
 * as the bytes of its UTF-8 form. What no normalised path can begin with is refused, because a gate that never
 * matches looks like one that guards. Output: a byte string.
 */
export const pathPrefix = scalar(z.string({ error: PATH }), written => {
  if (!written.startsWith('/')) return new Refusal(`${PATH}, starting with a slash`);
  if (/[?#]/.test(written)) return new Refusal('a path without query: only the path is compared');
  if (written.includes('*')) return new Refusal('the beginning of a path, without wildcards (%2A is a star)');
  if (/[\x00-\x1f\x7f]/.test(written)) return new Refusal('a path without control characters');
  if (/%(?![0-9A-Fa-f]{2})/.test(written)) return new Refusal('two hexadecimal digits after every %');
  const path = byteString(written).replace(/%[0-9A-Fa-f]{2}/g, hex =>
    String.fromCharCode(Number.parseInt(hex.slice(1), 16)),
  );
  if (/[\\;]/.test(path)) {
    return new Refusal('a path without \\ and ;: requests are compared after these are resolved');
  }
  if (path.includes('//') || /\/\.{1,2}(\/|$)/.test(path)) {
    return new Refusal('a path without //, /./ and /../: requests are compared after these are resolved');
  }
  return path;
});
