import { lowerAscii, RequestHead } from '../core/index.js';

const REQUEST_LINE =
  /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[A-Za-z0-9!"$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]*) HTTP\/1\.1$/;
const FIELD = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+): ([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)$/;
/** Fields that decide about more than themselves. */
const DECIDING = new Set(['transfer-encoding', 'expect', 'upgrade', 'http2-settings']);
const MOST_FIELDS = 50;
const LONGEST_HEAD = 8192;

/**
 * Reads a request that is so plain that every parser reads it in one way: a usual method, a path of visible ASCII, HTTP/1.1,
 * one Host, a Content-Length that is right, nothing that changes the connection. Far cheaper than a parser with a
 * connection around it.
 * @returns null for every other request, sound or not
 */
export function plainRequest(bytes: Buffer): { readonly head: RequestHead; readonly body: Buffer } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0 || end > LONGEST_HEAD) return null;
  const [first, ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
  const line = REQUEST_LINE.exec(first);
  if (line === null || fields.length > MOST_FIELDS) return null;
  const rawHeaders: string[] = [];
  let hosts = 0;
  let length: string | null = null;
  for (const field of fields) {
    const found = FIELD.exec(field);
    if (found === null) return null;
    const [, name, value] = found;
    const lower = lowerAscii(name);
    if (DECIDING.has(lower)) return null;
    if (lower === 'host') hosts++;
    else if (lower === 'connection' && !/^(?:close|keep-alive)$/i.test(value)) return null;
    else if (lower === 'content-length') {
      if (length !== null || !/^\d{1,9}$/.test(value)) return null;
      length = value;
    }
    rawHeaders.push(name, value);
  }
  const body = bytes.subarray(end + 4);
  if (hosts !== 1 || body.length !== Number(length ?? 0)) return null;
  return { head: new RequestHead(line[1], line[2], '1.1', rawHeaders), body };
}
