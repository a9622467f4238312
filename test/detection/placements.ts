import * as e from './encodings.js';

/** A raw request as a byte string. */
export type Placement = (payload: string) => string;

const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

interface Parts {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly string[];
  readonly type?: string;
  readonly body?: string;
}

export function request({ method, target = '/', headers = [], type, body = '' }: Parts): string {
  const own = headers.map(line => line.slice(0, line.indexOf(':')).toLowerCase());
  const usual = [`User-Agent: ${AGENT}`, 'Accept: */*'].filter(
    line => !own.includes(line.slice(0, line.indexOf(':')).toLowerCase()),
  );
  const lines = [
    `${method ?? (body === '' ? 'GET' : 'POST')} ${target} HTTP/1.1`,
    'Host: www.example.jp',
    ...usual,
    ...headers,
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    ...(body === '' ? [] : [`Content-Length: ${body.length}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';
const xml = 'text/xml; charset=utf-8';

/** A field value cannot hold line ends: what an attacker sends there has none. */
const field = (text: string): string => text.replace(/[\r\n\0]+/g, ' ').trim();

const multipart = (name: string, disposition: string, content: string, type = ''): string =>
  request({
    type: 'multipart/form-data; boundary=----b7c1',
    target: '/contact',
    body: `------b7c1\r\nContent-Disposition: form-data; name="${name}"${disposition}\r\n${type}\r\n${content}\r\n------b7c1--\r\n`,
  });

const soap = (text: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><getItem><id>${text}</id><lang>en</lang></getItem></soap:Body></soap:Envelope>`;

/** Where the payload stands as it is, or escaped as the place demands. */
export const PLAIN: Readonly<Record<string, Placement>> = {
  query: p => request({ target: `/item?id=${e.percent(p)}&lang=en` }),
  'query, few escapes': p => request({ target: `/item?id=${e.sparingly(p)}` }),
  form: p => request({ type: form, body: `name=John&comment=${e.percent(p)}` }),
  json: p => request({ type: json, body: `{"id":5,"name":"${e.jsonString(p)}"}` }),
  'nested json': p =>
    request({ type: json, body: `{"a":[{"b":{"c":["x","${e.jsonString(p)}"]}}],"d":true}` }),
  'multipart field': p => multipart('comment', '', p),
  cookie: p => request({ headers: [`Cookie: sid=abc; pref=${e.percent(p)}`] }),
  'xml text': p => request({ type: xml, body: `<a><b>${e.namedEntities(p)}</b></a>` }),
  'xml attribute': p => request({ type: xml, body: `<a b="${e.namedEntities(p)}">c</a>` }),
  'xml cdata': p => request({ type: xml, body: `<a><b><![CDATA[${p}]]></b></a>` }),
  soap: p => request({ type: xml, headers: ['SOAPAction: ""'], body: soap(e.namedEntities(p)) }),
  path: p => request({ target: `/item/${e.percent(p)}` }),
  header: p => request({ headers: [`X-Customer: ${field(p)}`] }),
  'user-agent': p => request({ headers: [`User-Agent: ${field(p)}`] }),
  graphql: p =>
    request({
      target: '/graphql',
      type: json,
      body: `{"query":"{ user(name: \\"${e.jsonString(e.jsonString(p))}\\") { id } }"}`,
    }),
  'graphql variable': p =>
    request({
      target: '/graphql',
      type: json,
      body: `{"query":"query($n: String) { user(name: $n) { id } }","variables":{"n":"${e.jsonString(p)}"}}`,
    }),
  'graphql get': p =>
    request({ target: `/graphql?query=${e.percent(`{ user(name: "${e.jsonString(p)}") { id } }`)}` }),
  'text body': p => request({ type: 'text/plain', body: p }),
};

/** Where only the Referer holds the payload. */
export const REFERER: Readonly<Record<string, Placement>> = {
  'referer query': p =>
    request({ headers: [`Referer: https://www.example.jp/item?id=${e.percent(p)}&lang=en`] }),
  'referer, few escapes': p =>
    request({ headers: [`Referer: https://www.example.jp/a/b?x=1&q=${e.sparingly(p)}`] }),
};

const wraps: readonly (readonly [string, e.Encoding])[] = [
  ['base64', e.base64],
  ['unicode escapes', e.unicodeEscapes],
  ['hex entities', e.hexEntities],
  ['decimal entities', e.decimalEntities],
  ['double percent', e.percent],
];

const wrapped: [string, Placement][] = [];
for (const [name, encode] of wraps) {
  for (const place of [
    'query',
    'form',
    'multipart field',
    'json',
    'xml text',
    'soap',
    'path',
    'header',
    'user-agent',
    'cookie',
    'graphql variable',
    'text body',
  ]) {
    wrapped.push([`${name} in ${place}`, p => PLAIN[place](encode(p))]);
  }
}

/** Where the payload is written in another way. */
export const ENCODED: Readonly<Record<string, Placement>> = {
  'every byte in query': p => request({ target: `/item?id=${e.everyByte(p)}` }),
  'percent u in query': p => request({ target: `/item?id=${e.percentU(p)}` }),
  'triple percent in query': p => request({ target: `/item?id=${e.percent(e.twice(p))}` }),
  'json escapes': p => request({ type: json, body: `{"name":"${e.unicodeEscapes(p)}"}` }),
  'json escapes, nested': p => request({ type: json, body: `{"a":{"b":[{"c":"${e.unicodeEscapes(p)}"}]}}` }),
  'xml entities': p => request({ type: xml, body: `<a><b>${e.hexEntities(p)}</b></a>` }),
  'soap entities': p => request({ type: xml, body: soap(e.decimalEntities(p)) }),
  'graphql escapes': p =>
    request({
      target: '/graphql',
      type: json,
      body: `{"query":"{ user(name: \\"${e.jsonString(e.unicodeEscapes(p))}\\") { id } }"}`,
    }),
  'url base64 in query': p =>
    request({
      target: `/item?data=${e.base64(p).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`,
    }),
  'multipart file name': p =>
    multipart('file', `; filename="${field(p).replaceAll('"', '%22')}"`, 'x', 'Content-Type: image/png\r\n'),
  ...Object.fromEntries(wrapped),
};

/** Where people write. */
export const BENIGN: Readonly<Record<string, Placement>> = {
  query: PLAIN['query'],
  form: PLAIN['form'],
  json: PLAIN['json'],
  'multipart field': PLAIN['multipart field'],
  'graphql variable': PLAIN['graphql variable'],
  'xml text': PLAIN['xml text'],
  referer: REFERER['referer query'],
};
