import * as zlib from 'node:zlib';
import t, { type Test } from 'tap';
import { TestGateway } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

/**
 * Request bodies with a Content-Encoding: looked at decoded, sent on exactly as they came. The rules are without one that
 * looks at REQBODY_ERROR, so that what cannot be decoded is judged by what is seen of it.
 */
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const encoding = (value: string): string => `Content-Encoding: ${value}`;
/** `a=1&b=2` and `a=attack` as the zstd program packs them. */
const ZSTD_GOOD = Buffer.from('KLUv/QRYOQAAYT0xJmI9MnIJQRA=', 'base64');
const ZSTD_ATTACK = Buffer.from('KLUv/QBYQQAAYT1hdHRhY2s=', 'base64');

async function start(t: Test, more = ''): Promise<{ gateway: TestGateway; origin: WireOrigin }> {
  const origin = await WireOrigin.start(t);
  const sites = `- { hosts: ['*'], upstream: ${origin.url}, bodyLimit: 1000${more} }`;
  return { origin, gateway: await TestGateway.start(t, { sites }) };
}

const CODINGS: readonly (readonly [coding: string, good: Buffer, attack: Buffer])[] = [
  ['gzip', zlib.gzipSync('a=1&b=2'), zlib.gzipSync('a=attack')],
  ['x-gzip', zlib.gzipSync('a=1&b=2'), zlib.gzipSync('a=attack')],
  ['deflate', zlib.deflateSync('a=1&b=2'), zlib.deflateSync('a=attack')],
  ['deflate', zlib.deflateRawSync('a=1&b=2'), zlib.deflateRawSync('a=attack')],
  ['br', zlib.brotliCompressSync('a=1&b=2'), zlib.brotliCompressSync('a=attack')],
  ['zstd', ZSTD_GOOD, ZSTD_ATTACK],
  [
    'gzip, br',
    zlib.brotliCompressSync(zlib.gzipSync('a=1')),
    zlib.brotliCompressSync(zlib.gzipSync('a=attack')),
  ],
];

t.test('every coding is looked at decoded, and arrives as it was sent', async t => {
  const { gateway, origin } = await start(t);
  for (const [coding, good, attack] of CODINGS) {
    t.equal(
      (await askOnce(gateway.port, request('POST /', [FORM, encoding(coding)], good))).status,
      200,
      coding,
    );
    t.strictSame(origin.last?.body, good, `${coding}: byte for byte`);
    t.ok(
      origin.last?.fields.some(([name, value]) => name === 'Content-Encoding' && value === coding),
      `${coding}: with its header`,
    );
    const before = origin.arrivals.length;
    t.equal(
      (await askOnce(gateway.port, request('POST /', [FORM, encoding(coding)], attack))).status,
      403,
      coding,
    );
    t.equal(origin.arrivals.length, before);
  }
  const chunked = zlib.gzipSync('a=attack');
  const head = `POST / HTTP/1.1\r\nHost: a\r\n${FORM}\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const bytes = Buffer.concat([
    Buffer.from(`${head}${chunked.length.toString(16)}\r\n`),
    chunked,
    Buffer.from('\r\n0\r\n\r\n'),
  ]);
  t.equal((await askOnce(gateway.port, bytes)).status, 403, 'in chunks');
  const twice = [FORM, encoding('gzip'), encoding('br')];
  const double = zlib.brotliCompressSync(zlib.gzipSync('a=attack'));
  t.equal((await askOnce(gateway.port, request('POST /', twice, double))).status, 403, 'in two headers');
});

t.test('what is not what its coding says is seen as it came: an upstream may not decode at all', async t => {
  const { gateway } = await start(t);
  for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'compress', 'x', 'gzip, gzip, gzip']) {
    const answer = await askOnce(gateway.port, request('POST /', [FORM, encoding(coding)], 'a=attack'));
    t.equal(answer.status, 403, coding);
  }
  for (const [what, body] of [
    ['then more', Buffer.concat([zlib.gzipSync('a=attack'), Buffer.from('more')])],
    ['without its end', zlib.gzipSync('a=attack').subarray(0, -8)],
  ] as const) {
    t.equal(
      (await askOnce(gateway.port, request('POST /', [FORM, encoding('gzip')], body))).status,
      403,
      what,
    );
  }
  t.equal((await askOnce(gateway.port, request('POST /', [FORM, encoding('gzip')], 'a=1'))).status, 200);
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'body-malformed' }), 1);
});

t.test(
  'a body that grows over the limit: refused, or its beginning looked at and the rest counted',
  async t => {
    const early = zlib.gzipSync(`b=attack&a=${'x'.repeat(100_000)}`);
    const late = zlib.gzipSync(`a=${'x'.repeat(100_000)}&b=attack`);
    const { gateway, origin } = await start(t);
    for (const body of [early, late]) {
      t.equal((await askOnce(gateway.port, request('POST /', [FORM, encoding('gzip')], body))).status, 413);
    }
    t.equal(origin.arrivals.length, 0);

    const partly = await start(t, ', overBodyLimit: pass-partial');
    const ask = async (body: Buffer): Promise<number> =>
      (await askOnce(partly.gateway.port, request('POST /', [FORM, encoding('gzip')], body))).status;
    t.equal(await ask(early), 403);
    t.equal(await ask(late), 200);
    t.strictSame(partly.origin.last?.body, late);
    const counted = await partly.gateway.metric('sekisho_uninspected_requests_total', {
      reason: 'body-malformed',
    });
    t.equal(counted, 1);
  },
);
