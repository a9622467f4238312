import * as zlib from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { decodeContent } from '../../src/parse/index.js';

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

t.test('zstd where the runtime has it, refused where not', async t => {
  const { zstdCompressSync } = zlib as { zstdCompressSync?: (body: Buffer) => Buffer };
  if (zstdCompressSync) t.same(await decodeContent('zstd', zstdCompressSync(text), limits), text);
  else await t.rejects(decodeContent('zstd', text, limits), refusal(415));
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
