import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** The host of a Host header in lower case, without port and without a final dot; null when it is not one. */
function hostOf(header: string): string | null {
  const text = header.toLowerCase();
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    return end < 0 || !isPort(text.slice(end + 1)) ? null : text.slice(1, end);
  }
  const colon = text.indexOf(':');
  const host = colon < 0 ? text : text.slice(0, colon);
  if (colon >= 0 && !isPort(text.slice(colon))) return null;
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

/** Empty, or a colon and digits. */
function isPort(text: string): boolean {
  return text === '' || /^:\d{1,5}$/.test(text);
}

/**
 * Tells whether a Host header may name the admin listener. A web page can make a browser on this machine ask a name of
 * its own that resolves to 127.0.0.1 (DNS rebinding), and read the answer; it cannot make it send another Host. So
 * addresses pass (they cannot be rebound), `localhost`, the machine's own name, and names the operator lists.
 *
 * @param names hosts of the listeners, and further names that scrapers use
 */
export function createHostCheck(names: readonly string[]): (header: string | undefined) => boolean {
  const allowed = new Set(['localhost', hostname().toLowerCase(), ...names.map(name => name.toLowerCase())]);
  return header => {
    // HTTP/1.0 without Host: no browser.
    if (header === undefined) return true;
    const host = hostOf(header);
    return host !== null && host !== '' && (isIP(host) !== 0 || allowed.has(host));
  };
}
