import { lowerAscii } from '../core/index.js';
import type { FtwInput } from './test.js';

const FORM = 'application/x-www-form-urlencoded';
/** go-ftw's own reading of which methods have a body: its pattern is anchored at the outer alternatives only. */
const HAS_BODY = /^POST|PUT|PATCH|DELETE$/;

/**
 * The bytes that go-ftw would send for a stage. Nothing is checked or corrected: tests break HTTP on purpose. With
 * `autocomplete_headers` (the default) a body gets a Content-Type, a form that is not encoded yet is encoded, and
 * Connection and Content-Length are added where they are missing; the lines of a multipart body end in CRLF always.
 */
export function buildRequest(input: FtwInput): Buffer {
  if (input.encodedRequest !== null) return input.encodedRequest;
  const headers = [...input.headers];
  const has = (lowerName: string) => headers.some(({ name }) => lowerAscii(name) === lowerName);
  let { data } = input;
  if (data.length > 0 && input.autocompleteHeaders) {
    if (!has('content-type')) headers.push({ name: 'Content-Type', value: FORM });
    if (headers.some(header => isType(header) && lowerAscii(header.value) === FORM)) data = encodeForm(data);
  }
  if (headers.some(header => isType(header) && lowerAscii(header.value).includes('multipart/form-data;'))) {
    data = Buffer.from(data.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1');
  }
  if (input.autocompleteHeaders) {
    if (!has('connection')) headers.push({ name: 'Connection', value: 'close' });
    if (!has('content-length') && (data.length > 0 || HAS_BODY.test(input.method))) {
      headers.push({ name: 'Content-Length', value: String(data.length) });
    }
  }
  const fields = headers.map(({ name, value }) => `${name}: ${value}\r\n`).join('');
  const head = `${input.method} ${input.uri} ${input.version}\r\n${fields}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), data]);
}

function isType({ name }: { readonly name: string }): boolean {
  return lowerAscii(name) === 'content-type';
}

/** Encodes names and values of a form that holds nothing encoded yet, which decoding shows: it changes nothing then. */
function encodeForm(data: Buffer): Buffer {
  const text = data.toString('latin1');
  if (text.includes('+') || text.includes('%')) return data;
  const pairs = text.split('&');
  // A separator at the very end is not followed by an empty pair.
  if (pairs.length > 1 && pairs.at(-1) === '') pairs.pop();
  return Buffer.from(pairs.map(encodePair).join('&'), 'latin1');
}

function encodePair(pair: string): string {
  const equals = pair.indexOf('=');
  return equals < 0 ? encode(pair) : `${encode(pair.slice(0, equals))}=${encode(pair.slice(equals + 1))}`;
}

/** Percent-encodes every byte but letters, digits and `-_.~`; a space becomes `+`. */
function encode(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9\-_.~]/g, char =>
    char === ' ' ? '+' : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
