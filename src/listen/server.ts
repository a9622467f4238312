import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { Socket } from 'node:net';
import type { CertificateStore } from './certificates.js';
import { answerClientError, bareAnswer } from './client-error.js';
import { connectionOf } from './connection.js';
import { headFault } from './head-check.js';
import type { ListenFault, ListenHandler, ListenLimits } from './options.js';
import { reenter, upgradeKind } from './upgrade.js';

/** What all listeners share. */
export interface ServerSetup {
  readonly handler: ListenHandler;
  readonly limits: ListenLimits;
  /** Open client connections, upgraded ones included. */
  readonly sockets: Set<Socket>;
  /** True once no more is accepted: every response then says `Connection: close`. */
  closing: boolean;
}

/** A plain server, or with certificates a TLS one, whose every event is wired to the handler. Not listening yet. */
export function createHttpServer(
  setup: ServerSetup,
  certificates: CertificateStore | null,
): Server | SecureServer {
  const { limits } = setup;
  const options = {
    insecureHTTPParser: false,
    noDelay: true,
    maxHeaderSize: limits.headSize,
    // headFault() looks for Host itself: Node would answer 400 without telling anyone.
    requireHostHeader: false,
    headersTimeout: limits.headTimeout,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    connectionsCheckingInterval: limits.checkInterval,
  };
  const server =
    certificates === null
      ? createServer(options)
      : createSecureServer({
          ...options,
          ...certificates.serverOptions,
          ALPNProtocols: ['http/1.1'],
          handshakeTimeout: limits.handshakeTimeout,
          SNICallback: (name, done) => done(null, certificates.context(name)),
        });
  // 0: no limit. Any other number makes Node drop the fields beyond it without a word.
  server.maxHeadersCount = 0;
  new ServerEvents(server, certificates === null ? 'connection' : 'secureConnection', setup).wire();
  return server;
}

class ServerEvents {
  constructor(
    readonly server: Server | SecureServer,
    readonly connectionEvent: 'connection' | 'secureConnection',
    readonly setup: ServerSetup,
  ) {}

  wire(): void {
    const { sockets, handler } = this.setup;
    // First of all listeners: TLS has not begun.
    this.server.prependListener('connection', (socket: Socket) => {
      // One that enters anew was let in before.
      const admitted = sockets.has(socket) ? null : (handler.connection?.(socket) ?? null);
      if (typeof admitted === 'string') {
        socket.destroy();
        handler.clientError(admitted, 0, socket);
      } else if (admitted !== null) socket.once('close', admitted);
    });
    this.server
      .on('request', (req, res) => this.#onRequest(req, res, false))
      .on('checkContinue', (req, res) => this.#onRequest(req, res, true))
      .on('checkExpectation', (req, res) => this.#onRequest(req, res, false))
      .on('upgrade', (req, socket, head) => this.#onUpgrade(req, asSocket(socket), head))
      .on('connect', (req, socket) => {
        this.#refuseBare(asSocket(socket), 405, 'connect-method', 'Allow: GET, HEAD, POST\r\n');
        req.resume();
      })
      .on('clientError', (error, socket) => answerClientError(error, asSocket(socket), handler))
      .on(this.connectionEvent, (socket: Socket) => {
        if (sockets.has(socket)) return;
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
    if (this.connectionEvent === 'secureConnection') {
      this.server.on('tlsClientError', (_error: Error, socket: Socket) => {
        handler.clientError('tls-handshake', 0, socket);
        socket.destroy();
      });
    }
  }

  #onRequest(req: IncomingMessage, res: ServerResponse, waits: boolean): void {
    const connection = connectionOf(req.socket);
    const isBehindClose = connection.saidClose;
    connection.enter(req, res);
    if (connection.refused) return;
    if (isBehindClose) {
      connection.refused = true;
      this.setup.handler.clientError('behind-close', 0, req.socket);
      return;
    }
    const { handler, limits, closing } = this.setup;
    if (connection.underWay > limits.pipelined) {
      this.#refuse(req, res, 503, 'pipeline-limit');
      return;
    }
    const fault = headFault(req, limits.headers);
    if (fault !== null) {
      this.#refuse(req, res, fault.status, fault.code);
      return;
    }
    if (waits) connection.awaiting = req;
    if (closing) res.shouldKeepAlive = false;
    handler.request(req, res);
  }

  /** Answers in turn, closes the connection, and lets nothing that follows on it through. */
  #refuse(req: IncomingMessage, res: ServerResponse, status: number, code: ListenFault): void {
    connectionOf(req.socket).refused = true;
    res.writeHead(status, ['Connection', 'close', 'Content-Length', '0']);
    res.end();
    this.setup.handler.clientError(code, status, req.socket);
  }

  #onUpgrade(req: IncomingMessage, socket: Socket, head: Buffer): void {
    // Node took its own listener away: without one a reset would end the process.
    socket.on('error', ignore);
    const connection = connectionOf(socket);
    if (connection.underWay > 0 || connection.refused) {
      // A response is due before this one, and Node no longer keeps the two in order.
      connection.refused = true;
      this.setup.handler.clientError('pipelined-upgrade', 0, socket);
      socket.destroy();
      return;
    }
    const kind = upgradeKind(req);
    if (kind === 'ignore') {
      reenter(this.server, this.connectionEvent, req, socket, head);
      return;
    }
    const fault = headFault(req, this.setup.limits.headers);
    if (fault !== null) this.#refuseBare(socket, fault.status, fault.code);
    else if (kind === 'websocket-version') {
      this.#refuseBare(socket, 400, kind, 'Sec-WebSocket-Version: 13, 8\r\n');
    } else if (kind !== 'websocket') this.#refuseBare(socket, 400, kind);
    else if (this.setup.closing) socket.end(bareAnswer(503), 'latin1', () => socket.destroy());
    else this.setup.handler.upgrade(req, socket, head);
  }

  /** The same for a socket that Node has already let go of. */
  #refuseBare(socket: Socket, status: number, code: ListenFault, extra = ''): void {
    socket.on('error', ignore);
    const inTurn = connectionOf(socket).mayAnswer;
    if (inTurn) {
      socket.end(bareAnswer(status, extra), 'latin1', () => socket.destroy());
      setTimeout(() => socket.destroy(), 2_000).unref();
    } else {
      socket.destroy();
    }
    this.setup.handler.clientError(code, inTurn ? status : 0, socket);
  }
}

/** Node's types say Duplex, its HTTP servers only ever give a net or TLS socket. */
function asSocket(stream: unknown): Socket {
  if (stream instanceof Socket) return stream;
  throw new TypeError('an HTTP server emitted a connection that is not a socket');
}

function ignore(): void {}
