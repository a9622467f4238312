import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';

/**
 * The least that a correct proxy in Node does, as the measure of what a gateway adds: `http` server, undici's
 * `Pool.dispatch`, hop-by-hop fields left out both ways, bodies streamed with back-pressure, an exchange given up when its
 * client leaves. No forwarding headers, log, metrics, limits or inspection. Usage: undici-proxy PORT ORIGIN_PORT
 */
const [port, originPort] = process.argv.slice(2).map(Number);
const pool = new Pool(`http://127.0.0.1:${originPort}`, { connections: 256, pipelining: 1 });

const HOP_BY_HOP = new Set([
  ...[
    'connection',
    'keep-alive',
    'proxy-connection',
    'transfer-encoding',
    'upgrade',
    'te',
    'trailer',
    'expect',
  ],
  ...['proxy-authorization', 'proxy-authenticate'],
]);

function endToEnd(rawHeaders: readonly string[]): string[] {
  const fields: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!HOP_BY_HOP.has(rawHeaders[i].toLowerCase())) fields.push(rawHeaders[i], rawHeaders[i + 1]);
  }
  return fields;
}

class Exchange implements Dispatcher.DispatchHandler {
  #abort: (() => void) | null = null;

  constructor(readonly res: ServerResponse) {
    res.on('close', () => {
      if (!res.writableFinished) this.#abort?.();
    });
  }

  onConnect(abort: () => void): void {
    this.#abort = abort;
  }

  onHeaders(status: number, raw: Buffer[], resume: () => void, reason: string): boolean {
    if (status < 200) return true;
    this.res.writeHead(status, reason, endToEnd(raw.map(part => part.toString('latin1'))));
    this.res.on('drain', resume);
    return true;
  }

  onData(chunk: Buffer): boolean {
    return this.res.write(chunk);
  }

  onComplete(): void {
    this.res.end();
  }

  onError(): void {
    if (this.res.headersSent) this.res.destroy();
    else this.res.writeHead(502).end();
  }
}

function proxy(req: IncomingMessage, res: ServerResponse): void {
  const { method, url, headers } = req;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  pool.dispatch(
    {
      path: url ?? '/',
      method: method as Dispatcher.HttpMethod,
      headers: endToEnd(req.rawHeaders),
      body: hasBody ? req : null,
    },
    new Exchange(res),
  );
}

createServer({ keepAliveTimeout: 65_000 }, proxy).listen(port, '127.0.0.1');
