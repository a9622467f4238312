import { METHODS } from 'node:http';
import t, { type Test } from 'tap';
import { TestGateway } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request, WireClient } from '../support/wire.js';

const FORM = 'Content-Type: application/x-www-form-urlencoded';
/** 「関所」 in Shift_JIS (with 5C and 7C, ASCII's backslash and bar, as second bytes: 表ポ), EUC-JP and UTF-8. */
const SJIS = '%8A%D6%8F%8A%95%5C%83%7C';
const EUC = '%B4%D8%BD%EA%C9%BD';
const UTF8 = '%E9%96%A2%E6%89%80';

async function start(t: Test): Promise<{ gateway: TestGateway; origin: WireOrigin }> {
  const origin = await WireOrigin.start(t);
  return { origin, gateway: await TestGateway.start(t, { upstream: origin.url }) };
}

/** Headers of an arrival without those that the gateway adds. */
function endToEnd(fields: readonly (readonly [string, string])[]): string[] {
  const own = /^(?:x-forwarded-(?:for|proto|host)|x-real-ip|forwarded|connection|content-length)$/i;
  // undici writes Host itself: first, and in lower case.
  return fields
    .filter(([name]) => !own.test(name))
    .map(([name, value]) => `${name === 'host' ? 'Host' : name}: ${value}`);
}

t.test('targets arrive as they were sent, judged first', async t => {
  const { gateway, origin } = await start(t);
  const client = WireClient.open(gateway.port);
  const targets = [
    ...[
      `/${SJIS}/${EUC}/${UTF8}?q=${SJIS}&${EUC}=${UTF8}`,
      '/%zz',
      '/%',
      '/%e',
      '/?q=%zz&%=%u3042',
      '//x',
      '//x//y//',
      '/',
    ],
    ...[
      '/a/../b',
      '/./',
      '/%2e%2e/%2E',
      '/a;b=c',
      '/a%2fb',
      '/%00',
      '/?',
      '/??',
      '/?a=b?c',
      '/#frag',
      '/a#b?c',
      '/[::1]',
      '/{}|^`"<>\\',
    ],
    ...[`/${'a'.repeat(8000)}`, '/?a=1&a=2&a=1', '/%C0%AF', '/%ff%fe', "/~!$&'()*+,=:@"],
  ];
  for (const target of targets) {
    const answer = await client.ask(request(`GET ${target}`));
    t.equal(answer.status, 200, target.slice(0, 60));
    t.equal(origin.last?.line, `GET ${target} HTTP/1.1`);
  }
  t.equal(origin.arrivals.length, targets.length);
  for (const target of [
    `/?q=${SJIS}attack`,
    `/?q=%61%74tack`,
    '/?attack',
    '//x?q=attack',
    '/%zz?q=attack',
    '/?q=%zzattack',
  ]) {
    t.equal((await client.ask(request(`GET ${target}`))).status, 403, `an attack in ${target}`);
  }
  t.equal(origin.arrivals.length, targets.length, 'nothing blocked arrived');
  client.close();
});

t.test('absolute form: Host from the target, path as sent', async t => {
  const { gateway, origin } = await start(t);
  t.equal(
    (await askOnce(gateway.port, request('GET http://other.example:81/%zz?q=1', ['Host: x.example']))).status,
    200,
  );
  t.equal(origin.last?.line, 'GET /%zz?q=1 HTTP/1.1');
  t.ok(origin.last?.fields.some(([name, value]) => name === 'host' && value === 'other.example:81'));
  t.equal(origin.last?.fields.filter(([name]) => /^host$/i.test(name)).length, 1, 'one Host');
  t.equal((await askOnce(gateway.port, request('GET http://other.example?q=1'))).status, 200);
  t.equal(origin.last?.line, 'GET /?q=1 HTTP/1.1', 'an empty path gets its slash');
  t.equal((await askOnce(gateway.port, request('GET http://other.example/?q=attack'))).status, 403);
});

t.test('an empty Host names no site, not even where one takes every name', async t => {
  const { gateway, origin } = await start(t);
  t.equal((await askOnce(gateway.port, request('GET /', ['Host:']))).status, 400);
  t.equal((await askOnce(gateway.port, 'GET / HTTP/1.0\r\n\r\n')).status, 200, 'HTTP/1.0 may do without');
  t.equal(origin.arrivals.length, 1);
});

t.test('forms in Japanese encodings arrive byte for byte', async t => {
  const { gateway, origin } = await start(t);
  const client = WireClient.open(gateway.port);
  const raw = '\x8a\xd6\x8f\x8a\x95\x5c\x83\x7c';
  for (const body of [
    `name=${SJIS}&${EUC}=${UTF8}`,
    `name=${raw}`,
    'a=%zz&b=%',
    'a',
    '',
    '&&=&',
    `a=\0\xff\r\n`,
    `a=${'%8A'.repeat(30_000)}`,
  ]) {
    t.equal((await client.ask(request('POST /', [FORM], body))).status, 200);
    t.equal(origin.last?.body.toString('latin1'), body);
  }
  const file = `--xy\r\nContent-Disposition: form-data; name="${raw}"; filename="${raw}.txt"\r\n\r\n${raw}\r\n`;
  const multipart = `${file}--xy\r\nContent-Disposition: form-data; name="${raw}"\r\n\r\n${raw}\r\n--xy--\r\n`;
  const type = 'Content-Type: multipart/form-data; boundary=xy';
  t.equal((await client.ask(request('POST /', [type], multipart))).status, 200);
  t.equal(origin.last?.body.toString('latin1'), multipart);
  for (const body of [`name=${SJIS}attack`, `name=${raw}attack`, `name=${EUC}%61ttack`, `${raw}attack=1`]) {
    t.equal((await client.ask(request('POST /', [FORM], body))).status, 403, 'an attack behind such bytes');
  }
  t.equal(
    (
      await client.ask(
        request('POST /', [type], multipart.replace(`${raw}\r\n--xy--`, `${raw}attack\r\n--xy--`)),
      )
    ).status,
    403,
  );
  client.close();
});

t.test('every method that the parser knows is judged and passed on', async t => {
  const { gateway, origin } = await start(t);
  for (const method of METHODS) {
    if (method === 'CONNECT') continue;
    const answer = await askOnce(gateway.port, request(`${method} /path?q=1`));
    t.equal(answer.status, 200, method);
    t.equal(origin.last?.line, `${method} /path?q=1 HTTP/1.1`);
    t.equal(
      (await askOnce(gateway.port, request(`${method} /?q=attack`))).status,
      403,
      `${method} with an attack`,
    );
    const withBody = await askOnce(gateway.port, request(`${method} /body`, [FORM], 'a=1'));
    t.equal(withBody.status, 200, `${method} with a body`);
    t.equal(origin.last?.line, `${method} /body HTTP/1.1`);
    t.equal(origin.last?.body.toString(), 'a=1', `${method}: the body arrives`);
    if (method !== 'HEAD') {
      t.equal(
        (await askOnce(gateway.port, request(`${method} /`, [FORM], 'a=attack'))).status,
        403,
        `${method}: an attack in the body`,
      );
    }
  }
  const connect = await askOnce(gateway.port, request('CONNECT www.example.jp:443'));
  t.equal(connect.status, 405);
  t.equal(await gateway.metric('sekisho_rejected_total', { code: 'connect-method' }), 1);
  t.equal(origin.arrivals.length, (METHODS.length - 1) * 2);
});

t.test('OPTIONS * has no site to go to', async t => {
  const { gateway, origin } = await start(t);
  const client = WireClient.open(gateway.port);
  t.equal((await client.ask(request('OPTIONS *'))).status, 501);
  t.equal((await client.ask(request('GET *'))).status, 400);
  t.equal((await client.ask(request('OPTIONS /'))).status, 200, 'the connection goes on');
  t.equal(origin.arrivals.length, 1);
  t.equal(await gateway.metric('sekisho_faults_total', { source: 'client', code: 'target-form' }), 2);
  client.close();
});

t.test('header values keep every byte, every repetition, order and case', async t => {
  const { gateway, origin } = await start(t);
  let high = '';
  for (let byte = 0x80; byte <= 0xff; byte++) high += String.fromCharCode(byte);
  const headers = [
    ...[
      'Host: www.example.jp',
      `X-High: ${high}`,
      'x-lower: a',
      'X-LOWER: b',
      'X-Twice: 1',
      'X-Twice: 2',
      'X-Twice: 1',
    ],
    ...[
      'Cookie: a=1',
      'Cookie: b=2',
      'X-Empty:',
      'X-Inner: a \t b',
      'Accept: */*',
      'Accept: text/html',
      'Via: 1.1 first',
    ],
    ...['Authorization: Basic YTpi', 'Referer: http://www.example.jp/\xe9\x96\xa2', 'X-A0: \xa0x\xa0'],
  ];
  t.equal((await askOnce(gateway.port, request('GET /', headers))).status, 200);
  t.strictSame(
    endToEnd(origin.last?.fields ?? []),
    headers.map(header => (header === 'X-Empty:' ? 'X-Empty: ' : header)),
  );
  t.equal((await askOnce(gateway.port, request('GET /', [`X-High: ${high}`, 'X-Test: attack']))).status, 403);
});

t.test('what the parser itself refuses is a 400, and counted', async t => {
  const { gateway, origin } = await start(t);
  const refused: [string, string | Buffer][] = [
    ['raw UTF-8 in the target', request('GET /\xe9\x96\xa2')],
    ['raw Shift_JIS in the target', request('GET /?q=\x8a\xd6')],
    ['an unknown method', request('FETCH /')],
    ['a method in lower case', request('get /')],
    ['a control byte in a value', request('GET /', ['X-A: a\x01b'])],
    ['NUL in a value', request('GET /', ['X-A: a\0b'])],
    ['a space before the colon', request('GET /', ['X-A : b'])],
    ['a space in the target', request('GET /a b')],
    ['no target', 'GET HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['folded lines', request('GET /', ['X-A: b\r\n c'])],
    ['two lengths', request('POST /', ['Content-Length: 1', 'Content-Length: 2'], 'ab')],
    [
      'length and chunks',
      request('POST /', ['Content-Length: 1', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    ],
    ['a length that is none', request('POST /', ['Content-Length: +1'], 'a')],
  ];
  for (const [name, bytes] of refused) {
    const answer = await askOnce(gateway.port, bytes);
    t.equal(answer.status, 400, name);
    t.equal(answer.field('connection'), 'close', `${name}: the connection closes`);
  }
  const { samples } = await gateway.metrics();
  const counted = samples
    .filter(({ name }) => name === 'sekisho_rejected_total')
    .reduce((sum, { value }) => sum + value, 0);
  t.equal(counted, refused.length);
  t.equal(origin.arrivals.length, 0);
});
