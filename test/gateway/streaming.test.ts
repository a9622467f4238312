import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { TestGateway, until } from '../support/gateway.js';
import { request, WireClient } from '../support/wire.js';

/** Each piece of a response goes on as it comes, whatever the mode, and none of it piles up in the gateway. */
const MODES = ['block', 'off'] as const;
const CHUNKED = 'Transfer-Encoding: chunked';

async function start(
  t: Test,
  mode: string,
  answer: (req: IncomingMessage, res: ServerResponse) => void,
): Promise<TestGateway> {
  const server = createServer(answer);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return TestGateway.start(t, {
    sites: `- { hosts: ['*'], upstream: 'http://127.0.0.1:${port}', waf: { mode: ${mode} } }`,
  });
}

for (const mode of MODES) {
  t.test(`server-sent events, mode ${mode}: each before the next is made`, async t => {
    let response: ServerResponse | null = null;
    const gateway = await start(t, mode, (_, res) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
      response = res;
    });
    const client = WireClient.open(gateway.port).send(request('GET /events', ['Accept: text/event-stream']));
    t.match((await client.incoming.through('\r\n\r\n'))?.toString(), /^HTTP\/1\.1 200 /, 'the head alone');
    const res = await until(() => response);
    for (let i = 0; i < 50; i++) {
      // The next event is only made once the client has this one: whatever held one back would end the test here.
      res.write(`data: ${i}\n\n`);
      t.ok((await client.incoming.through(`data: ${i}\n\n`)) !== null, `event ${i}`);
    }
    const gone = new Promise(resolve => res.once('close', resolve));
    client.close();
    await gone;
    t.pass('the origin learns that the client has left');
  });

  t.test(`messages both ways with trailers, as gRPC has them, over HTTP/1.1, mode ${mode}`, async t => {
    const gateway = await start(t, mode, (req, res) => {
      res.writeHead(200, { 'Content-Type': 'application/grpc', Trailer: 'grpc-status, grpc-message' });
      req.on('data', (chunk: Buffer) => res.write(chunk));
      req.on('end', () => {
        res.addTrailers([
          ['grpc-status', '0'],
          ['grpc-message', 'fine'],
        ]);
        res.end();
      });
    });
    const client = WireClient.open(gateway.port);
    client.send(
      request('POST /pkg.Service/Talk', ['Content-Type: application/grpc', 'TE: trailers', CHUNKED]),
    );
    const message = (text: string): string => `\0\0\0\0${String.fromCharCode(text.length)}${text}`;
    const send = (text: string): unknown =>
      client.send(`${(text.length + 5).toString(16)}\r\n${message(text)}\r\n`);
    if (mode === 'off') {
      // Not inspected, so not held: each message is answered before the next is sent.
      for (const text of ['one', 'two', 'three']) {
        send(text);
        t.ok((await client.incoming.through(message(text))) !== null, text);
      }
    } else for (const text of ['one', 'two', 'three']) send(text);
    client.send('0\r\n\r\n');
    const rest = (await client.incoming.through('grpc-message: fine\r\n\r\n'))?.toString('latin1') ?? '';
    if (mode === 'block') t.match(rest, message('three'));
    t.match(rest, /\r\n0\r\ngrpc-status: 0\r\ngrpc-message: fine\r\n\r\n$/);
    client.close();
  });

  // `npm run soak -- download` has the form of 1 GB.
  t.test(`a large download, mode ${mode}: every byte, and no faster than it is read`, async t => {
    const size = 64 * 1_048_576;
    const piece = Buffer.alloc(65_536, 'sekisho ');
    let sent = 0;
    const sentHash = createHash('sha256');
    const gateway = await start(t, mode, (_, res) => {
      res.writeHead(200, { 'Content-Length': size });
      const more = (): void => {
        while (sent < size) {
          piece.writeUInt32BE(sent);
          sentHash.update(piece);
          sent += piece.length;
          if (!res.write(Buffer.from(piece))) {
            res.once('drain', more);
            return;
          }
        }
        res.end();
      };
      more();
    });
    const client = WireClient.open(gateway.port);
    client.socket.pause();
    client.send(request('GET /file'));
    // A client that does not read: what the origin could send stands still, at what sockets and streams may hold.
    await until(() => sent > 0);
    let before = -1;
    await until(async () => {
      const stands = sent === before;
      before = sent;
      await new Promise(resolve => setTimeout(resolve, 200));
      return stands && sent === before;
    });
    t.ok(sent < size / 2, `${sent} of ${size} bytes are on their way while nobody reads`);
    const hash = createHash('sha256');
    let got = 0;
    let most = 0;
    client.socket.resume();
    await client.incoming.through('\r\n\r\n');
    while (got < size) {
      const bytes = await client.incoming.some();
      if (bytes.length === 0) break;
      hash.update(bytes);
      got += bytes.length;
      most = Math.max(most, sent - got);
    }
    t.equal(got, size);
    t.equal(hash.digest('hex'), sentHash.digest('hex'));
    t.ok(most < size / 2, `${most} bytes at most were between origin and client`);
    client.close();
  });
}
