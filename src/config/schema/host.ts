import { isIP, isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { Refusal, scalar } from './scalar.js';

const HOST = 'a host name such as www.example.jp, *.example.jp, or * for every other host';
const UPSTREAM = 'the origin of the site behind, such as http://10.0.0.5:8080';

/** A host name a site answers for. Output: lower case, international names in their xn-- form. */
export const host = scalar(z.string({ error: HOST }), readHost);

function readHost(text: string): string | Refusal {
  if (text === '*') return text;
  if (text.includes('://') || text.includes('/')) return new Refusal('a host name without scheme and path');
  if (isIPv4(text)) return text;
  if (text.startsWith('[') && text.endsWith(']') && isIP(text.slice(1, -1)) === 6 && !text.includes('%')) {
    return new URL(`http://${text}/`).hostname;
  }
  if (isIP(text) === 6) return new Refusal('an IPv6 address in brackets, as in "[2001:db8::1]"');
  if (text.includes(':'))
    return new Refusal('a host name without port: a site answers on every listening port');
  const wildcard = text.startsWith('*.');
  const name = domainToASCII(wildcard ? text.slice(2) : text);
  // The ASCII form of something like `0x7f.1` is an address: a name that is not what it seems.
  if (name === '' || isIP(name) !== 0) return new Refusal(HOST);
  if (
    name.length > 253 ||
    !name.split('.').every(label => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  ) {
    return new Refusal(HOST);
  }
  return wildcard ? `*.${name}` : name;
}

/** Where a site's requests go. Output: an origin (scheme, host and, when it is not the scheme's own, port), or `unix:/path`. */
export const upstream = scalar(z.string({ error: UPSTREAM }), written => {
  if (written.startsWith('unix:')) {
    // The system takes no more than 107 bytes.
    return /^unix:\/(?!\/)[^\0]{1,106}$/.test(written)
      ? written
      : new Refusal('the absolute path of a socket, as in unix:/run/app.sock');
  }
  if (!/^https?:\/\//i.test(written)) {
    return new Refusal(
      written.includes('://')
        ? `${UPSTREAM} (http or https)`
        : `${UPSTREAM}, starting with http:// or https://`,
    );
  }
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null) return new Refusal(UPSTREAM);
  if (url.username !== '' || url.password !== '')
    return new Refusal('an upstream without user name and password');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return new Refusal(`an upstream without path: requests keep their own (${url.origin})`);
  }
  return url.origin;
});
