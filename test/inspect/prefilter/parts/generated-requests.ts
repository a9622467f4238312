import fc from 'fast-check';
import { RequestHead } from '../../../../src/core/index.js';
import type { Sample } from './compare.js';

/** A request made of values, and how many they are. */
export interface Generated {
  readonly sample: Sample;
  readonly values: number;
  /** Drawn: decides which sites the request is put to, and how. */
  readonly turn: number;
}

const BODIES = ['none', 'none', 'form', 'form', 'json', 'multipart', 'xml', 'raw'] as const;
type Body = (typeof BODIES)[number];
/** Where a value may stand. What belongs to a body goes into the query of a request without one. */
const PLACES = [
  'query',
  'query',
  'query',
  'query-name',
  'cookie',
  'cookie',
  'cookie-name',
  'user-agent',
  'referer',
  'header',
  'path',
  'body',
  'body',
  'body',
  'body-name',
  'file-name',
] as const;
type Place = (typeof PLACES)[number];
interface Part {
  readonly place: Place;
  readonly name: string;
  readonly value: string;
}

/** The exclusions of the sites speak of these. */
const NAMES = ['q', 'comment', 'text', 'c_x', 'id', '_id', 'password', 'xml', 'data[0][a]'];
const PATHS = ['/', '/api/', '/forum/thread.php/', '/a/b/index.html'];
const BOUNDARY = '----b0undary';
const TYPES: Readonly<Record<Body, string>> = {
  none: '',
  form: 'application/x-www-form-urlencoded',
  json: 'application/json',
  multipart: `multipart/form-data; boundary=${BOUNDARY}`,
  xml: 'text/xml',
  raw: 'text/plain',
};

/**
 * Requests with up to 120 values each in all the places that rules look at. Half of them hold few values in one or two places: in
 * those no other value can have a rule tested that should have been tested for its own.
 */
export function requests(value: fc.Arbitrary<string>): fc.Arbitrary<Generated> {
  const partIn = (places: readonly Place[]): fc.Arbitrary<Part> =>
    fc.record({ place: fc.constantFrom(...places), name: fc.constantFrom(...NAMES), value });
  const many = fc.array(partIn(PLACES), { minLength: 40, maxLength: 120, size: 'max' });
  const few = fc
    .constantFrom(...PLACES)
    .chain(place => fc.array(partIn([place]), { minLength: 1, maxLength: 4, size: 'max' }));
  return fc
    .record({
      parts: fc.oneof(many, few),
      body: fc.constantFrom(...BODIES),
      path: fc.constantFrom(...PATHS),
      hasResponse: fc.constantFrom(false, false, false, true),
      turn: fc.noShrink(fc.nat(0xffff)),
    })
    .map(({ parts, body, path, hasResponse, turn }) => ({
      sample: build(parts, body, path, hasResponse),
      values: parts.length,
      turn,
    }));
}

function build(parts: readonly Part[], kind: Body, path: string, hasResponse: boolean): Sample {
  const at = (...places: Place[]): Part[] => parts.filter(({ place }) => places.includes(place));
  const inBody = at('body', 'body-name', 'file-name');
  const query = [...at('query', 'query-name'), ...(kind === 'none' ? inBody : [])].map(urlEncoded).join('&');
  const segments = at('path').map(({ value }) => encode(value, /[^\x21\x24-\x3e\x40-\x7e\x80-\xff]/g));
  const cookies = at('cookie', 'cookie-name').map(({ place, name, value }) => {
    const text = headerText(value).replaceAll(';', '%3b');
    return place === 'cookie-name' ? `${text}=${name}` : `${name}=${text}`;
  });
  const headers = ['Host', 'www.example.com', 'Accept', '*/*', 'Accept-Encoding', 'gzip, deflate, br'];
  if (at('user-agent').length === 0)
    headers.push('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101');
  for (const { value } of at('user-agent')) headers.push('User-Agent', headerText(value));
  for (const { value } of at('referer')) headers.push('Referer', headerText(value));
  for (const { value } of at('header')) headers.push('X-Note', headerText(value));
  if (cookies.length > 0) headers.push('Cookie', cookies.join('; '));
  const body = Buffer.from(bodyOf(kind, inBody), 'latin1');
  if (kind !== 'none') headers.push('Content-Type', TYPES[kind], 'Content-Length', String(body.length));
  const target = `${path}${segments.join('/')}${query === '' ? '' : `?${query}`}`;
  const head = new RequestHead(kind === 'none' ? 'GET' : 'POST', target, '1.1', headers);
  const sample = { name: 'a generated request', request: { head, body } };
  if (!hasResponse) return sample;
  const page = `<html><p>${parts.map(({ value }) => value).join('</p>\n<p>')}</p></html>`;
  const responseHead = { status: 200, httpVersion: '1.1', rawHeaders: ['Content-Type', 'text/html'] };
  return { ...sample, response: { head: responseHead, body: Buffer.from(page, 'latin1') } };
}

function urlEncoded({ place, name, value }: Part): string {
  const text = encode(value, /[^\w.~!*()'"<>/:,$@{}[\]|\\^`\x80-\xff-]/g);
  return place === 'query-name' || place === 'body-name' ? `${text}=${name}` : `${name}=${text}`;
}

function encode(value: string, unsafe: RegExp): string {
  return value.replaceAll(unsafe, char => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** What a parser lets through in a field. */
function headerText(value: string): string {
  return value.replaceAll(/[\0\r\n]+/g, ' ');
}

function bodyOf(kind: Body, parts: readonly Part[]): string {
  switch (kind) {
    case 'none':
      return '';
    case 'form':
      return parts.map(urlEncoded).join('&');
    case 'json':
      return `{${parts.map(jsonMember).join(',')}}`;
    case 'multipart':
      return `${parts.map(multipartPart).join('')}--${BOUNDARY}--\r\n`;
    case 'xml':
      return `<?xml version="1.0"?><a>${parts.map(xmlElement).join('')}</a>`;
    case 'raw':
      return parts.map(({ value }) => value).join('\n');
  }
}

function jsonMember({ place, name, value }: Part, index: number): string {
  const text = JSON.stringify(value);
  return place === 'body-name' ? `${text}:"${name}"` : `"${name}${index}":${text}`;
}

function multipartPart({ place, name, value }: Part): string {
  const quoted = headerText(value).replaceAll('"', '%22');
  const field = place === 'body-name' ? quoted : name;
  const file = place === 'file-name' ? `; filename="${quoted}"\r\nContent-Type: text/plain` : '';
  const content = place === 'body' ? value : 'content';
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"${file}\r\n\r\n${content}\r\n`;
}

function xmlElement({ place, value }: Part): string {
  const text = value
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
  return place === 'body-name' ? `<b c="${text.replaceAll('"', '&quot;')}"/>` : `<b>${text}</b>`;
}
