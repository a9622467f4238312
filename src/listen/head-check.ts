import type { IncomingMessage } from 'node:http';
import type { ListenFault } from './options.js';

/** Why a head is refused, and with what. */
export interface HeadFault {
  readonly code: ListenFault;
  readonly status: number;
}

const HOST_MISSING: HeadFault = { code: 'host-missing', status: 400 };
const HOST_DUPLICATE: HeadFault = { code: 'host-duplicate', status: 400 };
const VERSION: HeadFault = { code: 'http-version', status: 505 };
const CODING: HeadFault = { code: 'transfer-encoding', status: 501 };
const CODING_IN_1_0: HeadFault = { code: 'transfer-encoding', status: 400 };
const COUNT: HeadFault = { code: 'header-count', status: 431 };
const EXPECTATION: HeadFault = { code: 'expectation', status: 417 };

/**
 * What llhttp lets through although two readers may understand it differently. llhttp itself (strict mode) refuses
 * duplicate or malformed Content-Length, Content-Length beside Transfer-Encoding, obsolete line folding, bare LF, space
 * before the colon and control characters; the tests of this folder hold it to that.
 *
 * - the version: llhttp takes `HTTP/0.9` and `HTTP/2.0` as well; only 1.0 and 1.1 are spoken here;
 * - Host: Node keeps the first of several, others keep the last (RFC 9112 section 3.2: 400);
 * - Transfer-Encoding other than exactly `chunked`: `gzip, chunked` would reach the rules still compressed, and
 *   nothing in HTTP/1.0 knows it (RFC 9112 section 6.1);
 * - Expect other than `100-continue` (RFC 9110 section 10.1.1), also as one of several;
 * - the number of fields: Node's `maxHeadersCount` drops the excess silently, so it is off and the count is refused.
 * @returns null when the head is sound
 */
export function headFault(req: IncomingMessage, maxHeaders: number): HeadFault | null {
  const raw = req.rawHeaders;
  if (raw.length > maxHeaders * 2) return COUNT;
  const is11 = req.httpVersionMinor === 1 && req.httpVersionMajor === 1;
  if (!is11 && (req.httpVersionMajor !== 1 || req.httpVersionMinor !== 0)) return VERSION;
  let hosts = 0;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i];
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'host') hosts++;
        break;
      case 6:
        if (is11 && name.toLowerCase() === 'expect' && raw[i + 1].toLowerCase() !== '100-continue') {
          return EXPECTATION;
        }
        break;
      case 17:
        if (name.toLowerCase() !== 'transfer-encoding') break;
        if (!is11) return CODING_IN_1_0;
        if (raw[i + 1].toLowerCase() !== 'chunked') return CODING;
        break;
    }
  }
  if (hosts === 1) return null;
  if (hosts > 1) return HOST_DUPLICATE;
  return is11 ? HOST_MISSING : null;
}
