/**
 * Requests that make two readers disagree about where a request ends, who it is for, or whether it is one. Bytes are
 * chars (latin1). Each is sent on a connection of its own, with a plain request (`GET /next`) right behind it.
 */
export interface SmugglingCase {
  /** What it tries, with the advisory where there is one. */
  readonly name: string;
  readonly bytes: string;
  /** The gateway refuses it: status of the answer (0: the connection is only closed) and the label it is counted under. */
  readonly refused?: readonly [status: number, code: string];
  /** A second label that is counted: what stood behind the refused request. */
  readonly also?: string;
  /**
   * What the origin must see, one `METHOD target body` a request, `/next` included where it is still to come. Default:
   * nothing where it is refused.
   */
  readonly seen?: readonly string[];
  /** What it may see besides: a request that was on its way when the connection was closed. */
  readonly maybe?: readonly string[];
  /** Fields that must not reach the origin, and ones that must, in lower case (`name: value`). */
  readonly without?: readonly string[];
  readonly having?: readonly string[];
}

const HOST = 'Host: www.example.jp\r\n';
const post = (fields: string, body = ''): string => `POST /a HTTP/1.1\r\n${HOST}${fields}\r\n${body}`;
const get = (fields: string, rest = ''): string => `GET /a HTTP/1.1\r\n${HOST}${fields}\r\n${rest}`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
/** A request that hides in a body, or behind one. */
const HIDDEN = `GET /hidden HTTP/1.1\r\n${HOST}\r\n`;
const NEXT = 'GET /next ';

const lengths: readonly SmugglingCase[] = [
  {
    name: 'CL.TE: both, the length first',
    bytes: post(`Content-Length: ${5 + HIDDEN.length}\r\n${CHUNKED}`, `0\r\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_INVALID_TRANSFER_ENCODING'],
  },
  {
    name: 'TE.CL: both, the coding first',
    bytes: post(`${CHUNKED}Content-Length: 4\r\n`, `2c\r\n${HIDDEN}\r\n0\r\n\r\n`),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'CL.TE: a length of 0 beside the coding',
    bytes: post(`Content-Length: 0\r\n${CHUNKED}`, `0\r\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_INVALID_TRANSFER_ENCODING'],
  },
  {
    name: 'CVE-2026-1525 two lengths that differ',
    bytes: post(`Content-Length: 1\r\nContent-Length: ${1 + HIDDEN.length}\r\n`, `x${HIDDEN}`),
    refused: [400, 'HPE_UNEXPECTED_CONTENT_LENGTH'],
  },
  {
    name: 'CVE-2026-1525 two lengths whose names differ in case',
    bytes: post(`Content-Length: 1\r\ncontent-length: ${1 + HIDDEN.length}\r\n`, `x${HIDDEN}`),
    refused: [400, 'HPE_UNEXPECTED_CONTENT_LENGTH'],
  },
  {
    name: 'two equal lengths',
    bytes: post('Content-Length: 1\r\nContent-Length: 1\r\n', 'x'),
    refused: [400, 'HPE_UNEXPECTED_CONTENT_LENGTH'],
  },
  {
    name: 'a list of lengths',
    bytes: post('Content-Length: 1, 1\r\n', 'x'),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'CVE-2018-7159 a length with spaces inside',
    bytes: post('Content-Length: 1 2\r\n', 'x'),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'a length with a plus',
    bytes: post('Content-Length: +1\r\n', 'x'),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'a negative length',
    bytes: post('Content-Length: -1\r\n', 'x'),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'a hexadecimal length',
    bytes: post('Content-Length: 0x1\r\n', 'x'),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'a length with a fraction',
    bytes: post('Content-Length: 1.0\r\n', 'x'),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'an empty length',
    bytes: post('Content-Length: \r\n', HIDDEN),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'a length beyond 64 bits',
    bytes: post('Content-Length: 18446744073709551617\r\n', 'x'),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'a length with leading zeros is the same length',
    bytes: post('Content-Length: 0000001\r\n', 'x'),
    seen: ['POST /a x', NEXT],
  },
  {
    name: 'a length with a vertical tab before it',
    bytes: post('Content-Length:\x0b1\r\n', 'x'),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'CVE-2026-33805 an underscore for the hyphen of a length',
    bytes: post(`Content-Length: 1\r\nContent_Length: ${1 + HIDDEN.length}\r\n`, 'x'),
    seen: ['POST /a x', NEXT],
    without: ['content_length'],
  },
  {
    name: 'GET with a body that is a request (0.CL)',
    bytes: get(`Content-Length: ${HIDDEN.length}\r\n`, HIDDEN),
    seen: [`GET /a ${HIDDEN}`, NEXT],
  },
  {
    name: 'OPTIONS with a chunked body that is a request',
    bytes: `OPTIONS /a HTTP/1.1\r\n${HOST}${CHUNKED}\r\n${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
    seen: [`OPTIONS /a ${HIDDEN}`, NEXT],
  },
  {
    name: 'DELETE without framing: what follows is the next request',
    bytes: `DELETE /a HTTP/1.1\r\n${HOST}\r\n`,
    seen: ['DELETE /a ', NEXT],
  },
];

const codings: readonly SmugglingCase[] = [
  {
    name: 'TE.TE: chunked twice in one field',
    bytes: post('Transfer-Encoding: chunked, chunked\r\n', `0\r\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_INVALID_TRANSFER_ENCODING'],
  },
  {
    name: 'TE.TE: two fields',
    bytes: post(`${CHUNKED}Transfer-Encoding: x\r\n`, `0\r\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_INVALID_TRANSFER_ENCODING'],
  },
  {
    name: 'TE.TE: identity before chunked',
    bytes: post(`Transfer-Encoding: identity\r\n${CHUNKED}`, `0\r\n\r\n${HIDDEN}`),
    refused: [501, 'transfer-encoding'],
  },
  {
    name: 'CVE-2022-35256 a coding that only begins with chunked',
    bytes: post('Transfer-Encoding: chunkedfoo\r\n', `0\r\n\r\n${HIDDEN}`),
    refused: [501, 'transfer-encoding'],
  },
  {
    name: 'CVE-2022-32213 a coding that only ends with chunked',
    bytes: post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${HIDDEN}`),
    refused: [501, 'transfer-encoding'],
  },
  {
    name: 'CVE-2022-32214 a vertical tab before chunked',
    bytes: post('Transfer-Encoding:\x0bchunked\r\n', `0\r\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'CVE-2022-32215 a coding on a folded line',
    bytes: post('Transfer-Encoding: chunked,\r\n identity\r\n', `0\r\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_INVALID_TRANSFER_ENCODING'],
  },
  {
    name: 'a coding in quotes',
    bytes: post('Transfer-Encoding: "chunked"\r\n', `0\r\n\r\n${HIDDEN}`),
    refused: [501, 'transfer-encoding'],
  },
  {
    name: 'gzip before chunked: the rules would see compressed bytes',
    bytes: post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'),
    refused: [501, 'transfer-encoding'],
  },
  {
    name: 'chunked before gzip',
    bytes: post('Transfer-Encoding: chunked, gzip\r\n', `0\r\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_INVALID_TRANSFER_ENCODING'],
  },
  {
    name: 'chunked in HTTP/1.0',
    bytes: `POST /a HTTP/1.0\r\n${HOST}${CHUNKED}\r\n0\r\n\r\n${HIDDEN}`,
    refused: [400, 'transfer-encoding'],
  },
  {
    name: 'an underscore for the hyphen of a coding',
    bytes: post('Content-Length: 1\r\nTransfer_Encoding: chunked\r\n', 'x'),
    seen: ['POST /a x', NEXT],
    without: ['transfer_encoding'],
  },
  {
    name: 'chunked in capitals is chunked',
    bytes: post('Transfer-Encoding: CHUNKED\r\n', '1\r\nx\r\n0\r\n\r\n'),
    seen: ['POST /a x', NEXT],
  },
];

const chunks: readonly SmugglingCase[] = [
  {
    name: 'CVE-2025-55315 a chunk extension that ends in a bare LF',
    bytes: post(CHUNKED, `1;\nxx\r\n2f\r\n0\r\n\r\n${HIDDEN}\r\n0\r\n\r\n`),
    refused: [400, 'HPE_CR_EXPECTED'],
  },
  {
    name: 'CVE-2025-55315 a chunk extension with a bare CR',
    bytes: post(CHUNKED, `1;\rxx\r\nx\r\n0\r\n\r\n`),
    refused: [400, 'HPE_STRICT'],
  },
  {
    name: 'a chunk extension is dropped, whatever it holds',
    bytes: post(CHUNKED, '1;a=b;c="d e"\r\nx\r\n0;last\r\n\r\n'),
    seen: ['POST /a x', NEXT],
  },
  {
    name: 'CVE-2024-22019 chunk extensions without end',
    bytes: post(CHUNKED, `1;${'a'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`),
    refused: [413, 'HPE_CHUNK_EXTENSIONS_OVERFLOW'],
  },
  {
    name: 'a bare LF behind a chunk size',
    bytes: post(CHUNKED, '1\nx\r\n0\r\n\r\n'),
    refused: [400, 'HPE_CR_EXPECTED'],
  },
  {
    name: 'a bare LF behind chunk data',
    bytes: post(CHUNKED, '1\r\nx\n0\r\n\r\n'),
    refused: [400, 'HPE_CR_EXPECTED'],
  },
  {
    name: 'a chunk that is longer than its size',
    bytes: post(CHUNKED, '1\r\nxy\r\n0\r\n\r\n'),
    refused: [400, 'HPE_STRICT'],
  },
  {
    name: 'CVE-2020-8287 a chunk size in 0x form',
    bytes: post(CHUNKED, `0x1\r\nx\r\n0\r\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_INVALID_CHUNK_SIZE'],
  },
  {
    name: 'a chunk size with a sign',
    bytes: post(CHUNKED, '+1\r\nx\r\n0\r\n\r\n'),
    refused: [400, 'HPE_INVALID_CHUNK_SIZE'],
  },
  {
    name: 'a negative chunk size',
    bytes: post(CHUNKED, '-1\r\nx\r\n0\r\n\r\n'),
    refused: [400, 'HPE_INVALID_CHUNK_SIZE'],
  },
  {
    name: 'a chunk size beyond 64 bits',
    bytes: post(CHUNKED, '10000000000000001\r\nx\r\n0\r\n\r\n'),
    refused: [400, 'HPE_INVALID_CHUNK_SIZE'],
  },
  {
    name: 'CVE-2021-22960 a space behind a chunk size',
    bytes: post(CHUNKED, '1 \r\nx\r\n0\r\n\r\n'),
    refused: [400, 'HPE_INVALID_CHUNK_SIZE'],
  },
  {
    name: 'an empty chunk size',
    bytes: post(CHUNKED, '\r\nx\r\n0\r\n\r\n'),
    refused: [400, 'HPE_INVALID_CHUNK_SIZE'],
  },
  {
    name: 'an underscore in a chunk size',
    bytes: post(CHUNKED, '1_0\r\nx\r\n0\r\n\r\n'),
    refused: [400, 'HPE_INVALID_CHUNK_SIZE'],
  },
  {
    name: 'a chunk size with leading zeros',
    bytes: post(CHUNKED, '0000000001\r\nx\r\n0000\r\n\r\n'),
    seen: ['POST /a x', NEXT],
  },
  {
    name: 'trailers end here: one that names a length, a coding or a host changes nothing',
    bytes: post(CHUNKED, `1\r\nx\r\n0\r\nContent-Length: 50\r\nHost: evil\r\nX-Secret: 1\r\n\r\n`),
    refused: [400, 'HPE_INVALID_CONTENT_LENGTH'],
  },
  {
    name: 'a trailer is not passed on as a field',
    bytes: post(CHUNKED, '1\r\nx\r\n0\r\nHost: evil\r\nX-Secret: 1\r\n\r\n'),
    seen: ['POST /a x', NEXT],
    without: ['x-secret'],
    having: ['host: www.example.jp'],
  },
  {
    name: 'a coding among the trailers',
    bytes: post(CHUNKED, `1\r\nx\r\n0\r\n${CHUNKED}\r\n`),
    refused: [400, 'HPE_INVALID_TRANSFER_ENCODING'],
  },
  {
    name: 'a trailer with a bare LF',
    bytes: post(CHUNKED, `1\r\nx\r\n0\r\nX: y\n\r\n${HIDDEN}`),
    refused: [400, 'HPE_CR_EXPECTED'],
  },
  {
    name: 'chunk data that looks like the end',
    bytes: post(CHUNKED, `5\r\n0\r\n\r\n\r\n${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`),
    seen: [`POST /a 0\r\n\r\n${HIDDEN}`, NEXT],
  },
];

const lines: readonly SmugglingCase[] = [
  {
    name: 'CVE-2021-22959 a space before the colon of a coding',
    bytes: post(`Content-Length: 1\r\nTransfer-Encoding : chunked\r\n`, 'x'),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'a tab before the colon of a length',
    bytes: post(`Content-Length\t: 1\r\n`, 'x'),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'a space before the first field',
    bytes: `POST /a HTTP/1.1\r\n Content-Length: 5\r\n${HOST}\r\nx`,
    refused: [400, 'HPE_UNEXPECTED_SPACE'],
  },
  {
    name: 'obs-fold of a length',
    bytes: post(`X: y\r\n Content-Length: 5\r\n`, 'x'),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'obs-fold with a tab',
    bytes: post(`X: y\r\n\tz\r\n`),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'CVE-2023-30589 a bare CR between fields',
    bytes: post(`X: y\rContent-Length: ${HIDDEN.length}\r\n`, HIDDEN),
    refused: [400, 'HPE_LF_EXPECTED'],
  },
  {
    name: 'a bare LF between fields',
    bytes: post(`X: y\nContent-Length: ${HIDDEN.length}\r\n`, HIDDEN),
    refused: [400, 'HPE_CR_EXPECTED'],
  },
  {
    name: 'CVE-2024-27982 a bare CR at the end of the head',
    bytes: `POST /a HTTP/1.1\r\n${HOST}Content-Length: 1\r\n\r${HIDDEN}`,
    refused: [400, 'HPE_STRICT'],
  },
  {
    name: 'CVE-2025-23167 a head that ends in CR LF CR X',
    bytes: `GET /a HTTP/1.1\r\n${HOST}\r\rX${HIDDEN}`,
    refused: [400, 'HPE_STRICT'],
  },
  {
    name: 'bare LFs throughout',
    bytes: 'GET /a HTTP/1.1\nHost: www.example.jp\n\n',
    refused: [400, 'HPE_INVALID_VERSION'],
  },
  {
    name: 'a NUL in a field',
    bytes: get('X: a\0b\r\n'),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'a NUL in a name',
    bytes: get('X\0Y: a\r\n'),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'a field without a name',
    bytes: get(': a\r\n'),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'CVE-2022-35949 a field without a colon',
    bytes: get('Content-Length\r\n'),
    refused: [400, 'HPE_INVALID_HEADER_TOKEN'],
  },
  {
    name: 'two spaces in the request line are one',
    bytes: `GET /a  HTTP/1.1\r\n${HOST}\r\n`,
    seen: ['GET /a ', NEXT],
  },
  {
    name: 'a request line in the target',
    bytes: `GET /a HTTP/1.1 /b HTTP/1.1\r\n${HOST}\r\n`,
    refused: [400, 'HPE_INVALID_VERSION'],
  },
  {
    name: 'escaped line ends in the target stay escaped',
    bytes: `GET /a%0d%0aX:%20y?q=%0d%0a%0d%0aGET%20/hidden HTTP/1.1\r\n${HOST}\r\n`,
    seen: ['GET /a%0d%0aX:%20y?q=%0d%0a%0d%0aGET%20/hidden ', NEXT],
    without: ['x'],
  },
  {
    name: 'a tab in the target',
    bytes: `GET /a\tb HTTP/1.1\r\n${HOST}\r\n`,
    refused: [400, 'HPE_INVALID_URL'],
  },
  {
    name: 'HTTP/0.9 behind which another request stands',
    bytes: `GET /a\r\n${HOST}\r\n`,
    refused: [505, 'http-version'],
  },
  {
    name: 'a version of two digits',
    bytes: `GET /a HTTP/1.10\r\n${HOST}\r\n`,
    refused: [400, 'HPE_INVALID_VERSION'],
  },
  {
    name: 'the preface of HTTP/2',
    bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    refused: [400, 'HPE_PAUSED_H2_UPGRADE'],
  },
  {
    name: 'empty lines before a request line are passed over',
    bytes: `\r\n\r\nGET /a HTTP/1.1\r\n${HOST}\r\n`,
    seen: ['GET /a ', NEXT],
  },
];

const hops: readonly SmugglingCase[] = [
  {
    name: 'CVE-2026-33805 Connection that names fields the gateway adds',
    bytes: get('Connection: X-Forwarded-For, X-Real-IP, X-Forwarded-Proto, Forwarded\r\n'),
    seen: ['GET /a ', NEXT],
    having: ['x-forwarded-for: 127.0.0.1', 'x-real-ip: 127.0.0.1', 'x-forwarded-proto: http'],
  },
  {
    name: 'CVE-2022-1388 Connection that names the fields of an authenticating proxy',
    bytes: get(
      'Authorization: Basic eA==\r\nX-F5-Auth-Token: a\r\nConnection: Authorization, X-F5-Auth-Token\r\n',
    ),
    seen: ['GET /a ', NEXT],
    having: ['authorization: Basic eA==', 'x-f5-auth-token: a'],
  },
  {
    name: 'Connection that names Host',
    bytes: get('Connection: Host\r\n'),
    seen: ['GET /a ', NEXT],
    having: ['host: www.example.jp'],
  },
  {
    name: 'Connection that names the length',
    bytes: post('Content-Length: 1\r\nConnection: Content-Length\r\n', 'x'),
    seen: ['POST /a x', NEXT],
  },
  {
    name: 'Connection that names the coding',
    bytes: post(`${CHUNKED}Connection: Transfer-Encoding\r\n`, '1\r\nx\r\n0\r\n\r\n'),
    seen: ['POST /a x', NEXT],
  },
  {
    name: 'Connection that names Cookie',
    bytes: get('Cookie: a=b\r\nConnection: close-not, Cookie\r\n'),
    seen: ['GET /a ', NEXT],
    having: ['cookie: a=b'],
  },
  {
    name: 'Keep-Alive and Proxy-Connection say nothing to the origin',
    bytes: get('Keep-Alive: timeout=1\r\nProxy-Connection: keep-alive\r\nTE: chunked\r\n'),
    seen: ['GET /a ', NEXT],
    without: ['keep-alive', 'proxy-connection', 'te'],
  },
];

const hosts: readonly SmugglingCase[] = [
  {
    name: 'two Hosts',
    bytes: 'GET /a HTTP/1.1\r\nHost: www.example.jp\r\nHost: evil\r\n\r\n',
    refused: [400, 'host-duplicate'],
  },
  {
    name: 'no Host',
    bytes: 'GET /a HTTP/1.1\r\nX: y\r\n\r\n',
    refused: [400, 'host-missing'],
  },
  {
    name: 'an empty Host',
    bytes: 'GET /a HTTP/1.1\r\nHost:\r\n\r\n',
    refused: [400, 'host'],
    seen: [NEXT],
  },
  {
    name: 'a list in Host',
    bytes: 'GET /a HTTP/1.1\r\nHost: www.example.jp, evil\r\n\r\n',
    refused: [400, 'host'],
    seen: [NEXT],
  },
  {
    name: 'user information in Host',
    bytes: 'GET /a HTTP/1.1\r\nHost: www.example.jp@evil\r\n\r\n',
    refused: [400, 'host'],
    seen: [NEXT],
  },
  {
    name: 'a path in Host',
    bytes: 'GET /a HTTP/1.1\r\nHost: www.example.jp/evil\r\n\r\n',
    refused: [400, 'host'],
    seen: [NEXT],
  },
  {
    name: 'a port in Host that is none',
    bytes: 'GET /a HTTP/1.1\r\nHost: www.example.jp:80evil\r\n\r\n',
    refused: [400, 'host'],
    seen: [NEXT],
  },
  {
    name: 'the absolute form wins over Host, and the origin sees one of them',
    bytes: 'GET http://real.example.jp/a HTTP/1.1\r\nHost: evil.example.jp\r\n\r\n',
    seen: ['GET /a ', NEXT],
    having: ['host: real.example.jp', 'x-forwarded-host: real.example.jp'],
  },
  {
    name: 'the absolute form with user information',
    bytes: 'GET http://real.example.jp@evil/a HTTP/1.1\r\nHost: real.example.jp\r\n\r\n',
    refused: [400, 'host'],
    seen: [NEXT],
  },
  {
    name: 'the absolute form without a host',
    bytes: 'GET http:///a HTTP/1.1\r\nHost: www.example.jp\r\n\r\n',
    refused: [400, 'host'],
    seen: [NEXT],
  },
  {
    name: 'the absolute form of another scheme',
    bytes: 'GET gopher://www.example.jp/a HTTP/1.1\r\nHost: www.example.jp\r\n\r\n',
    refused: [400, 'target-form'],
    seen: [NEXT],
  },
  {
    name: 'the absolute form without a path, with a query',
    bytes: 'GET http://www.example.jp?q HTTP/1.1\r\nHost: www.example.jp\r\n\r\n',
    seen: ['GET /?q ', NEXT],
  },
  {
    name: 'the authority form without CONNECT',
    bytes: `GET www.example.jp:80 HTTP/1.1\r\n${HOST}\r\n`,
    refused: [400, 'HPE_INVALID_URL'],
  },
  {
    name: 'CONNECT',
    bytes: `CONNECT www.example.jp:80 HTTP/1.1\r\n${HOST}\r\n${HIDDEN}`,
    refused: [405, 'connect-method'],
  },
  {
    name: 'GET of the asterisk form',
    bytes: `GET * HTTP/1.1\r\n${HOST}\r\n`,
    refused: [400, 'target-form'],
    seen: [NEXT],
  },
];

const WEBSOCKET =
  'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const upgrades: readonly SmugglingCase[] = [
  {
    name: 'Upgrade: h2c is ignored, and the origin is not asked for it',
    bytes: get('Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'),
    seen: ['GET /a ', NEXT],
    without: ['upgrade', 'http2-settings'],
  },
  {
    name: 'Upgrade: h2c with a body that is a request',
    bytes: post(`Upgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: ${HIDDEN.length}\r\n`, HIDDEN),
    seen: [`POST /a ${HIDDEN}`, NEXT],
    without: ['upgrade'],
  },
  {
    name: 'Upgrade: TLS/1.0',
    bytes: get('Upgrade: TLS/1.0\r\nConnection: Upgrade\r\n'),
    seen: ['GET /a ', NEXT],
    without: ['upgrade'],
  },
  {
    name: 'a WebSocket handshake with a body',
    bytes: get(`${WEBSOCKET}Sec-WebSocket-Version: 13\r\nContent-Length: ${HIDDEN.length}\r\n`, HIDDEN),
    refused: [400, 'upgrade-body'],
  },
  {
    name: 'a WebSocket handshake with a chunked body',
    bytes: get(`${WEBSOCKET}Sec-WebSocket-Version: 13\r\n${CHUNKED}`, `0\r\n\r\n${HIDDEN}`),
    refused: [400, 'upgrade-body'],
  },
  {
    name: 'a WebSocket handshake by POST is a POST',
    bytes: post(`${WEBSOCKET}Sec-WebSocket-Version: 13\r\nContent-Length: 1\r\n`, 'x'),
    seen: ['POST /a x', NEXT],
    without: ['upgrade'],
  },
  {
    name: 'a WebSocket handshake in HTTP/1.0 is a GET',
    bytes: `GET /a HTTP/1.0\r\n${HOST}Connection: Upgrade, keep-alive\r\nUpgrade: websocket\r\n\r\n`,
    seen: ['GET /a ', NEXT],
    without: ['upgrade'],
  },
  {
    name: 'a handshake of a version nobody speaks opens no tunnel (websocket smuggling)',
    bytes: get(`${WEBSOCKET}Sec-WebSocket-Version: 1337\r\n`, HIDDEN),
    refused: [400, 'websocket-version'],
  },
  {
    name: 'a handshake without a key opens no tunnel',
    bytes: get('Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n', HIDDEN),
    refused: [400, 'websocket-key'],
  },
  {
    name: 'a handshake behind a response that is due',
    bytes: get('') + get(`${WEBSOCKET}Sec-WebSocket-Version: 13\r\n`, HIDDEN),
    refused: [0, 'pipelined-upgrade'],
    seen: [],
    maybe: ['GET /a '],
  },
  {
    name: 'Expect: 100-continue with a body that does not wait',
    bytes: post(`Expect: 100-continue\r\nContent-Length: ${HIDDEN.length}\r\n`, HIDDEN),
    seen: [`POST /a ${HIDDEN}`, NEXT],
    without: ['expect'],
  },
  {
    name: 'Expect with something before 100-continue',
    bytes: post('Expect: y 100-continue\r\nContent-Length: 1\r\n', 'x'),
    refused: [417, 'expectation'],
  },
  {
    name: 'two Expects',
    bytes: post('Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 1\r\n', 'x'),
    seen: ['POST /a x', NEXT],
    without: ['expect'],
  },
  {
    name: 'GET that expects 100-continue, with a body',
    bytes: get(`Expect: 100-continue\r\nContent-Length: ${HIDDEN.length}\r\n`, HIDDEN),
    seen: [`GET /a ${HIDDEN}`, NEXT],
    without: ['expect'],
  },
];

const queues: readonly SmugglingCase[] = [
  {
    name: 'a blocked request with a body: the body is not the next request',
    bytes: `GET /blocked HTTP/1.1\r\n${HOST}X-Test: attack\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    refused: [403, 'rule'],
    also: 'behind-close',
  },
  {
    name: 'a body longer than its length: the rest is a request of its own, answered in turn',
    bytes: post('Content-Length: 1\r\n', `x${HIDDEN}`),
    seen: ['POST /a x', 'GET /hidden ', NEXT],
  },
  {
    name: 'nonsense behind a request takes nothing from it and is not passed on',
    bytes: `${get('')}0\r\n\r\n`,
    refused: [0, 'HPE_INVALID_METHOD'],
    seen: ['GET /a '],
  },
  {
    name: 'bytes behind Connection: close are not a request',
    bytes: get('Connection: close\r\n', HIDDEN),
    refused: [0, 'HPE_CLOSED_CONNECTION'],
    seen: ['GET /a '],
  },
  {
    name: 'HEAD with a body: its answer has none, and the next one is in its place',
    bytes: `HEAD /a HTTP/1.1\r\n${HOST}Content-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    seen: [`HEAD /a ${HIDDEN}`, NEXT],
  },
];

export const SMUGGLING: readonly SmugglingCase[] = [
  ...[lengths, codings, chunks, lines, hops, hosts, upgrades, queues].flat(),
];
