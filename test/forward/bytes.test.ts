import t from 'tap';
import { exchange, Gateway, httpOrigin, RawClient, rawOrigin } from './harness.js';

/** Answers 200 to every request head (no bodies), and keeps the heads byte for byte. */
const heads: string[] = [];
const raw = await rawOrigin(socket => {
  let buffer = '';
  socket.on('data', chunk => {
    buffer += chunk.toString('latin1');
    for (let end = buffer.indexOf('\r\n\r\n'); end !== -1; end = buffer.indexOf('\r\n\r\n')) {
      heads.push(buffer.slice(0, end));
      buffer = buffer.slice(end + 4);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    }
  });
});
const gateway = await Gateway.start({ upstream: raw.origin });
t.teardown(async () => {
  await gateway.stop();
  await raw.stop();
});

async function headFor(request: string): Promise<string> {
  heads.length = 0;
  const text = await exchange(gateway.port, request);
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(text);
  return heads[0] ?? '';
}

t.test('every byte of a target arrives unchanged or is refused by the parser', async t => {
  let forwarded = 0;
  let refused = 0;
  const client = new RawClient(gateway.port);
  for (let byte = 0x21; byte <= 0xff; byte++) {
    const target = `/a${String.fromCharCode(byte)}b?c${String.fromCharCode(byte)}d%zz`;
    heads.length = 0;
    const text = await exchange(
      gateway.port,
      `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    if (heads.length === 0) {
      t.match(text, /^HTTP\/1\.1 400 /);
      refused++;
    } else {
      t.ok(heads[0].startsWith(`GET ${target} HTTP/1.1\r\n`), `byte ${byte.toString(16)}`);
      forwarded++;
    }
  }
  client.socket.destroy();
  t.equal(forwarded, 0x7e - 0x21 + 1, 'all of 21 to 7e');
  t.equal(refused, 0xff - 0x7e, '7f and above: llhttp');
});

t.test('every byte of a header value and of a header name arrives unchanged or is refused', async t => {
  let values = 0;
  let names = 0;
  for (let byte = 1; byte <= 0xff; byte++) {
    const char = String.fromCharCode(byte);
    for (const field of [`X-Value: a${char}b`, `X${char}n: v`]) {
      if (byte === 0x0a || byte === 0x0d || (byte === 0x3a && field.endsWith('n: v'))) continue;
      heads.length = 0;
      const request = `GET / HTTP/1.1\r\nHost: a\r\n${field}\r\nConnection: close\r\n\r\n`;
      const text = await exchange(gateway.port, request);
      if (heads.length === 0) {
        t.match(text, /^HTTP\/1\.1 400 /);
      } else {
        t.ok(heads[0].includes(`\r\n${field}\r\n`), field);
        if (field.startsWith('X-V')) values++;
        else names++;
      }
    }
  }
  t.equal(values, 1 + 95 + 128, 'tab, printable ASCII, obs-text');
  t.equal(names, 10 + 52 + 15, 'digits, letters, the rest of token');
  t.equal(gateway.forwarder.active, 0, 'nothing is left over in the pool');
});

t.test('names keep case, order and number', async t => {
  const fields =
    'uSER-Agent: u\r\nX_Under: 1\r\nX-Dup: 1\r\nAccept: */*\r\nX-Dup: 2\r\nCookie: a=1\r\ncookie: b=2';
  const head = await headFor(`GET / HTTP/1.1\r\nHost: A.b\r\n${fields}\r\nConnection: close\r\n\r\n`);
  t.ok(head.includes(`\r\n${fields}\r\n`));
  t.match(head, /\r\nhost: A\.b\r\n/);
});

t.test('what is for this hop only ends here', async t => {
  const head = await headFor(
    'GET / HTTP/1.1\r\nHost: a\r\nKeep-Alive: 5\r\nProxy-Connection: x\r\nProxy-Authorization: x\r\nProxy: http://evil/\r\n' +
      'TE: trailers, deflate\r\nTrailer: x\r\nX-Kept: 1\r\nCookie: c\r\nContent-Type: t\r\nPrivate: 1\r\nAuthorization: z\r\n' +
      'Connection: close, Private, X-Kept, Cookie, Content-Type, Host, Authorization, X-Forwarded-For, Content-Length\r\n\r\n',
  );
  for (const gone of ['Keep-Alive:', 'Proxy-', 'Proxy:', 'deflate', 'Trailer:', 'Private']) {
    t.notOk(head.includes(gone), gone);
  }
  for (const kept of [
    'TE: trailers',
    'X-Kept: 1',
    'Cookie: c',
    'Content-Type: t',
    'host: a',
    'Authorization: z',
  ]) {
    t.ok(head.includes(`\r\n${kept}`), kept);
  }
  t.match(head, /X-Forwarded-For: 127\.0\.0\.1/);
});

const SPOOFED =
  'X-Forwarded-For: 1.2.3.4\r\nx_forwarded_for: 6.6.6.6\r\nX-Real-Ip: 5.5.5.5\r\nForwarded: for=9.9.9.9\r\n' +
  'X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\nX-Forwarded-Prefix: /admin\r\n';

t.test('what a peer that is not trusted says of earlier hops is replaced', async t => {
  const head = await headFor(`GET / HTTP/1.1\r\nHost: a.b:8\r\n${SPOOFED}Connection: close\r\n\r\n`);
  for (const spoofed of ['1.2.3.4', '6.6.6.6', '5.5.5.5', '9.9.9.9', 'https', 'evil', '/admin']) {
    t.notOk(head.includes(spoofed), spoofed);
  }
  t.match(head, /X-Forwarded-For: 127\.0\.0\.1\r\n/);
  t.match(head, /X-Forwarded-Proto: http\r\n/);
  t.match(head, /X-Real-IP: 127\.0\.0\.1\r\n/);
  t.match(head, /X-Forwarded-Host: a\.b:8\r\n/);
  t.ok(head.includes('Forwarded: for=127.0.0.1;proto=http;host="a.b:8"'));
});

t.test('what a trusted proxy says of earlier hops is continued', async t => {
  const trusting = await Gateway.start({ upstream: raw.origin, trusted: true });
  t.teardown(() => trusting.stop());
  heads.length = 0;
  await exchange(trusting.port, `GET / HTTP/1.1\r\nHost: a\r\n${SPOOFED}Connection: close\r\n\r\n`);
  t.match(heads[0], /X-Forwarded-For: 1\.2\.3\.4, 6\.6\.6\.6, 127\.0\.0\.1\r\n/);
  t.match(heads[0], /X-Forwarded-Proto: https\r\n/);
  t.match(heads[0], /X-Forwarded-Host: evil\r\n/);
  t.match(heads[0], /X-Forwarded-Prefix: \/admin\r\n/);
  t.match(heads[0], /X-Real-IP: 127\.0\.0\.1\r\n/);
  t.ok(heads[0].includes('Forwarded: for=9.9.9.9, for=127.0.0.1;proto=http;host="a"'));
});

t.test('a target in absolute form becomes origin form, and its authority the Host', async t => {
  const head = await headFor('GET http://x.y:8/p?q HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  t.match(head, /^GET \/p\?q HTTP\/1\.1\r\nhost: x\.y:8\r\n/);
  t.notMatch(head, /host: a/i);
});

t.test('h2c is not upgraded: Upgrade is ignored and the request answered', async t => {
  const head = await headFor(
    'GET /h HTTP/1.1\r\nHost: a\r\nConnection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n',
  );
  t.match(head, /^GET \/h /);
  t.notMatch(head, /upgrade|http2-settings/i);
});

t.test('an upgrade request behind a response that is due closes the connection', async t => {
  const slow = await httpOrigin(() => {});
  const waiting = await Gateway.start({ upstream: slow.origin });
  t.teardown(async () => {
    await waiting.stop();
    await slow.stop();
  });
  const client = new RawClient(waiting.port).send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  while (waiting.forwarder.active === 0) await new Promise(setImmediate);
  client.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  t.equal(await client.end(), '');
  t.same(waiting.errors, [{ code: 'pipelined-upgrade', status: 0 }]);
});

t.test('bodies: every byte, whatever the framing, buffered or streamed', async t => {
  const bodies: string[] = [];
  const lengths: (string | undefined)[] = [];
  const origin = await httpOrigin((req, res) => {
    const chunks: Buffer[] = [];
    lengths.push(req.headers['content-length']);
    req.on('data', chunk => chunks.push(chunk));
    req.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('latin1'));
      res.end();
    });
  });
  t.teardown(() => origin.stop());
  let every = '';
  for (let byte = 0; byte < 256; byte++) every += String.fromCharCode(byte);
  const plain = `Content-Length: 256\r\n\r\n${every}`;
  const chunked = `Transfer-Encoding: chunked\r\n\r\n80;x=y\r\n${every.slice(0, 128)}\r\n80\r\n${every.slice(128)}\r\n0\r\nX-Trailer: 1\r\n\r\n`;
  for (const buffer of [null, 10, 1_000]) {
    const gateway = await Gateway.start({ upstream: origin.origin, buffer });
    t.teardown(() => gateway.stop());
    for (const method of ['POST', 'GET', 'DELETE', 'PROPFIND', 'REPORT']) {
      for (const framed of [plain, chunked]) {
        bodies.length = 0;
        lengths.length = 0;
        const head = `${method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n`;
        t.match(await exchange(gateway.port, head + framed), /^HTTP\/1\.1 200 /);
        t.same(bodies, [every], `${method} ${buffer}`);
        if (framed === plain || buffer === 1_000) t.same(lengths, ['256']);
      }
    }
    lengths.length = 0;
    await exchange(
      gateway.port,
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    );
    t.same(lengths, ['0'], 'a POST without a body says so');
  }
});
