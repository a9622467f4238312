import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reflect } from '../../src/ftw/index.js';
import type { Teardown } from '../support/folder.js';

/** An origin that answers as the Core Rule Set's tests expect. @returns its port */
export async function startReflectingOrigin(t: Teardown): Promise<number> {
  const server: Server = createServer({ requireHostHeader: false }, async (req, res) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of req) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const { status, rawHeaders, body } = reflect(req.method ?? '', req.url ?? '', Buffer.concat(chunks));
    res.writeHead(status, [...rawHeaders]);
    res.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
