import * as zlib from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { ContentError, decodeContent } from '../../src/parse/index.js';

const limits = { maxRatio: 100, maxBytes: 1_000_000 };
const text = Buffer.from('a=1&b=2');
const refusal = (status: number) => ({
  name: 'RequestError',
  source: 'client',
  code: 'content-encoding',
  status,
});

t.test('each coding, and none', async t => {
  for (const [encodings, body] of [
    ['gzip', zlib.gzipSync(text)],
    ['X-GZip', zlib.gzipSync(text)],
    ['deflate', zlib.deflateSync(text)],
    ['deflate', zlib.deflateRawSync(text)],
    ['br', zlib.brotliCompressSync(text)],
    [' gzip , identity', zlib.gzipSync(text)],
    ['deflate, br', zlib.brotliCompressSync(zlib.deflateSync(text))],
    ['gzip', Buffer.concat([zlib.gzipSync('a=1'), zlib.gzipSync('&b=2')])],
    ['identity', text],
    ['', text],
  ] as const) {
    t.same(await decodeContent(encodings, body, limits), text, encodings);
  }
  t.equal(await decodeContent('', text, limits), text, 'nothing is copied');
});

t.test('what cannot be read is refused', async t => {
  for (const encodings of [
    'compress',
    'aes128gcm',
    'gzip;q=1',
    '\xa0gzip',
    'gzip, x',
    'gzip,gzip,gzip',
    'gzip gzip',
  ]) {
    await t.rejects(decodeContent(encodings, zlib.gzipSync(text), limits), refusal(415), encodings);
  }
  const zipped = zlib.gzipSync(text);
  await t.rejects(decodeContent('gzip', zipped.subarray(0, -4), limits), refusal(400), 'cut short');
  await t.rejects(decodeContent('gzip', Buffer.alloc(0), limits), refusal(400), 'empty');
  await t.rejects(decodeContent('gzip', text, limits), refusal(400), 'not compressed');
  for (const [coding, body] of [
    ['gzip', zipped],
    ['deflate', zlib.deflateSync(text)],
    ['br', zlib.brotliCompressSync(text)],
  ] as const) {
    await t.rejects(
      decodeContent(coding, Buffer.concat([body, text]), limits),
      refusal(400),
      `${coding}, then more`,
    );
  }
});

t.test('bombs', async t => {
  const zeros = Buffer.alloc(900_000);
  const bomb = zlib.gzipSync(zeros);
  await t.rejects(decodeContent('gzip', bomb, limits), refusal(413), 'by ratio');
  t.equal((await decodeContent('gzip', bomb, { ...limits, maxRatio: 2000 })).length, zeros.length);
  await t.rejects(
    decodeContent('gzip', bomb, { maxRatio: 2000, maxBytes: 899_999 }),
    refusal(413),
    'by bytes',
  );
  const double = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(50_000_000)));
  await t.rejects(
    decodeContent('gzip, gzip', double, { maxRatio: 10_000, maxBytes: 1_000_000 }),
    refusal(413),
  );
  const small = zlib.gzipSync(Buffer.alloc(60_000));
  t.equal(
    (await decodeContent('gzip', small, { ...limits, maxRatio: 1 })).length,
    60_000,
    'small bodies have no ratio',
  );
});

/** `a=1&b=2` as the zstd program packs it; the same without size and checksum; 300,000 and 20 million zero bytes. */
const ZSTD = Buffer.from('KLUv/QRYOQAAYT0xJmI9MnIJQRA=', 'base64');
const ZSTD_PLAIN = Buffer.from('KLUv/QBYQQAAYT1hdHRhY2s=', 'base64');
const ZSTD_ZEROS = Buffer.from('KLUv/QRoTAAACAABAPz/ORACAgAQAAOfBAAtKN4m', 'base64');

t.test('zstd', async t => {
  t.same(await decodeContent('zstd', ZSTD, limits), text);
  t.same(await decodeContent('zstd', ZSTD_PLAIN, limits), Buffer.from('a=attack'));
  t.same(
    await decodeContent('zstd', Buffer.concat([ZSTD_PLAIN, ZSTD_PLAIN]), limits),
    Buffer.from('a=attacka=attack'),
    'frames follow one another',
  );
  t.same(await decodeContent('zstd, gzip', zlib.gzipSync(ZSTD), limits), text);
  t.equal((await decodeContent('zstd', ZSTD_ZEROS, { ...limits, maxRatio: 20_000 })).length, 300_000);
  await t.rejects(decodeContent('zstd', ZSTD_ZEROS, limits), refusal(413), 'by ratio');
  await t.rejects(decodeContent('zstd', ZSTD_ZEROS, { maxRatio: 20_000, maxBytes: 299_999 }), refusal(413));
  await t.rejects(decodeContent('zstd', text, limits), refusal(400), 'not compressed');
  await t.rejects(decodeContent('zstd', Buffer.alloc(0), limits), refusal(400), 'empty');
  for (const [what, body] of [
    ['cut short', ZSTD.subarray(0, -5)],
    ['then more', Buffer.concat([ZSTD, text])],
    ['a wrong checksum', Buffer.concat([ZSTD.subarray(0, -1), Buffer.from([0])])],
    ['a window of 2 GiB', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00])],
  ] as const) {
    await t.rejects(decodeContent('zstd', body, limits), { code: 'content-encoding' }, what);
  }
  t.same(await decodeContent('zstd', ZSTD, limits), text, 'and the next body is read as before');
});

t.test('what comes out before a mistake or a limit is kept', async t => {
  const partial = async (encodings: string, body: Buffer, most = limits): Promise<string> => {
    try {
      return `no error: ${await decodeContent(encodings, body, most)}`;
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      return error.partial.toString('latin1');
    }
  };
  const long = Buffer.from(`attack${'x'.repeat(200_000)}`);
  for (const [coding, compress] of [
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['deflate', zlib.deflateRawSync],
    ['br', zlib.brotliCompressSync],
  ] as const) {
    const whole = compress(text);
    t.equal(await partial(coding, Buffer.concat([whole, Buffer.from('rest')])), String(text), coding);
    const cut = await partial(coding, compress(long), { maxRatio: 1, maxBytes: 1_000_000 });
    t.equal(cut.length, 65_536, `${coding}: as much as is allowed`);
    t.match(cut, /^attackxx/);
  }
  t.equal(await partial('gzip', zlib.gzipSync(text).subarray(0, -8)), String(text), 'without its trailer');
  t.equal(await partial('gzip', text), '', 'nothing of what is none');
  t.equal(await partial('gzip, gzip', zlib.gzipSync(text)), '', 'nothing where a coding lies below');
});

t.test('property: round trip, and garbage is refused or decoded, never something else', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 500 }),
      fc.constantFrom('gzip', 'deflate', 'br'),
      async (raw, coding) => {
        const compress = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync }[
          coding
        ];
        t.same(await decodeContent(coding, compress(raw), limits), Buffer.from(raw));
        await decodeContent(coding, Buffer.from(raw), limits).catch(error =>
          t.match(error, { name: 'RequestError' }),
        );
      },
    ),
  );
});
