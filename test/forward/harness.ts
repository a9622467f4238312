import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import {
  declaresBody,
  type PoolSettings,
  RequestError,
  RequestHead,
  type Verdict,
} from '../../src/core/index.js';
import {
  createForwarder,
  createUpgradeCarrier,
  type ForwardedInfo,
  type Forwarder,
  Member,
  type RequestBody,
  type UpgradeCarrier,
} from '../../src/forward/index.js';
import {
  admitBody,
  type Certificate,
  effectiveHost,
  type Listeners,
  type ListenHandler,
  type ListenLimits,
  openListeners,
  readBody,
} from '../../src/listen/index.js';
import {
  type ResponseHooks,
  type ResponseObserver,
  ResponseSink,
  sendAnswer,
  sendRawAnswer,
} from '../../src/respond/index.js';
import { poolSettings } from '../support/pool.js';

export interface GatewayOptions {
  upstream: string;
  limits?: Partial<ListenLimits>;
  forwarder?: Partial<PoolSettings>;
  /** Bytes read before forwarding; null: nothing is read, all is streamed. */
  buffer?: number | null;
  idleTimeout?: number;
  totalTimeout?: number;
  hooks?: ResponseHooks | null;
  trusted?: boolean;
  certificates?: readonly Certificate[];
  /** Answers itself when it returns a status. */
  judge?: (head: RequestHead) => number | null;
}

/** A forwarder with one upstream, which a test can look into. */
class OneForwarder {
  readonly member: Member;
  readonly forward: Forwarder['forward'];

  constructor(url: string, changes: Partial<PoolSettings> = {}) {
    const timeouts = { connect: 1_000, headers: 5_000, body: 5_000 };
    const settings = poolSettings(url, { timeouts, ...changes });
    this.member = new Member(url, settings);
    const forwarder = createForwarder(settings, [this.member]);
    this.forward = (head, info, body, sink) => forwarder.forward(head, info, body, sink);
  }

  get active(): number {
    return this.member.active;
  }

  close(): Promise<void> {
    return this.member.close();
  }

  destroy(): Promise<void> {
    return this.member.destroy();
  }
}

/** A pass-through gateway: the three rooms joined as the pipeline joins them. */
export class Gateway implements ListenHandler {
  readonly errors: { code: string; status: number }[] = [];
  readonly ends: string[] = [];
  readonly faults: RequestError[] = [];
  bytesOut = 0;
  heads: RequestHead[] = [];

  private constructor(
    readonly options: GatewayOptions,
    readonly forwarder: OneForwarder,
    readonly carrier: UpgradeCarrier,
  ) {}

  listeners!: Listeners;

  static async start(options: GatewayOptions): Promise<Gateway> {
    const forwarder = new OneForwarder(options.upstream, options.forwarder);
    const carrier = await createUpgradeCarrier({ handshakeTimeout: 1_000 });
    const gateway = new Gateway(options, forwarder, carrier);
    const here = [{ host: '127.0.0.1', port: 0 }];
    gateway.listeners = await openListeners(
      {
        http: here,
        https: options.certificates === undefined ? [] : here,
        certificates: options.certificates ?? [],
        limits: { checkInterval: 50, ...options.limits },
      },
      gateway,
    );
    return gateway;
  }

  get port(): number {
    return this.listeners.addresses[0].port;
  }

  async stop(): Promise<void> {
    await this.carrier.close();
    await this.listeners.close(200);
    await this.forwarder.destroy();
  }

  info(req: IncomingMessage, head: RequestHead): ForwardedInfo {
    const peer = req.socket.remoteAddress ?? '';
    return {
      clientIp: peer,
      peer,
      secure: 'encrypted' in req.socket,
      host: effectiveHost(head),
      trusted: this.options.trusted ?? false,
      headerRules: null,
    };
  }

  request(req: IncomingMessage, res: ServerResponse): void {
    const head = new RequestHead(req.method ?? '', req.url ?? '', req.httpVersion, req.rawHeaders);
    this.heads.push(head);
    const status = this.options.judge?.(head) ?? null;
    if (status !== null) {
      sendAnswer(res, status, ['Content-Type', 'text/plain'], `judged ${status}`);
      return;
    }
    if (!declaresBody(req.headers)) {
      this.send(req, res, head, null);
      return;
    }
    const limit = this.options.buffer ?? null;
    if (limit === null) {
      admitBody(req, res);
      this.send(req, res, head, req);
      return;
    }
    const options = {
      limit,
      idleTimeout: this.options.idleTimeout ?? 5_000,
      totalTimeout: this.options.totalTimeout ?? 10_000,
    };
    readBody(req, res, options).then(
      body => this.send(req, res, head, body.complete ? body.chunks : { prefix: body.chunks, rest: req }),
      (error: unknown) => this.failed(res, error),
    );
  }

  send(req: IncomingMessage, res: ServerResponse, head: RequestHead, body: RequestBody): void {
    const observer: ResponseObserver = {
      responseComplete: sink => {
        this.ends.push('complete');
        this.bytesOut += sink.bytesOut;
      },
      responseAborted: () => this.ends.push('aborted'),
      responseRefused: (_, verdict: Verdict) => {
        this.ends.push('refused');
        sendAnswer(res, verdict.kind === 'block' ? verdict.status : 500, [], 'held back');
      },
      responseFailed: (sink, error) => {
        this.ends.push('failed');
        if (sink.headSent) this.faults.push(error);
        else this.failed(res, error);
      },
    };
    this.forwarder.forward(
      head,
      this.info(req, head),
      body,
      new ResponseSink(res, observer, this.options.hooks),
    );
  }

  failed(res: ServerResponse, error: unknown): void {
    if (!(error instanceof RequestError)) throw error;
    this.faults.push(error);
    if (error.status !== 0) sendAnswer(res, error.status, ['X-Code', error.code], error.code);
  }

  upgrade(req: IncomingMessage, socket: Socket, head: Buffer): void {
    const requestHead = new RequestHead(req.method ?? '', req.url ?? '', req.httpVersion, req.rawHeaders);
    const status = this.options.judge?.(requestHead) ?? null;
    if (status !== null) sendRawAnswer(socket, status, ['X-Refused', 'yes'], 'refused');
    else this.carrier.carry(req, socket, head, this.forwarder.member, this.info(req, requestHead));
  }

  clientError(code: string, status: number): void {
    this.errors.push({ code, status });
  }
}

/** A node http origin; `stop` closes it with everything open. */
export async function httpOrigin(
  handler: (req: IncomingMessage, res: ServerResponse) => void,
): Promise<{ origin: string; server: Server; stop: () => Promise<void> }> {
  const server = createServer(handler);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${port}`, server, stop };
}

/** A raw TCP origin: sees and says exact bytes. */
export async function rawOrigin(
  onSocket: (socket: Socket) => void,
): Promise<{ origin: string; stop: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { origin: `http://127.0.0.1:${port}`, stop };
}

/** A raw client connection that collects what comes back, one char per byte. */
export class RawClient {
  text = '';
  closed = false;
  readonly socket: Socket;
  #wake: (() => void)[] = [];

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', chunk => {
      this.text += chunk.toString('latin1');
      this.#notify();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.closed = true;
      this.#notify();
    });
  }

  send(bytes: string): this {
    this.socket.write(Buffer.from(bytes, 'latin1'));
    return this;
  }

  /** Resolves with all that came once `test` holds, or the connection closed. */
  async until(test: (text: string) => boolean): Promise<string> {
    while (!this.closed && !test(this.text)) await new Promise<void>(resolve => this.#wake.push(resolve));
    return this.text;
  }

  end(): Promise<string> {
    return this.until(() => false);
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** Sends bytes on a fresh connection and returns all until the other side closes. */
export function exchange(port: number, bytes: string): Promise<string> {
  return new RawClient(port).send(bytes).end();
}

/** Body of a response in raw form with Content-Length or chunked framing. */
export function bodyOf(response: string): string {
  const split = response.indexOf('\r\n\r\n');
  const body = response.slice(split + 4);
  if (!/^transfer-encoding: chunked\r?$/im.test(response.slice(0, split + 2))) return body;
  let out = '';
  let at = 0;
  for (;;) {
    const line = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.slice(at, line), 16);
    if (!(size > 0)) return out;
    out += body.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
