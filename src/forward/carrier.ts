import { type ClientRequest, createServer, type IncomingMessage, type Server } from 'node:http';
import { Socket } from 'node:net';
import httpProxy from '@fastify/http-proxy';
import { type FastifyInstance, fastify } from 'fastify';
import { absoluteTarget, type RequestError } from '../core/index.js';
import type { ForwardedInfo } from './forwarded.js';
import { upstreamHeaders } from './headers.js';
import { Handshake, type UpgradeTarget, type UpstreamSocket } from './ws-handshake.js';
import { BACK_PRESSURE } from './ws-pressure.js';

export interface UpgradeCarrierOptions {
  /** Most WebSockets at once. Default 10,000. */
  readonly connections?: number;
  /** Largest message either way, in bytes; a larger one closes the WebSocket with 1009. Default 16 MiB. */
  readonly maxPayload?: number;
  /** For the upstream's answer to the handshake, in milliseconds. Default 10 s. */
  readonly handshakeTimeout?: number;
}

/** One WebSocket that is carried. */
export interface Carriage {
  /**
   * Why the upstream's side never opened, or null when it did. The client may have been accepted all the same. To be
   * read when the client's connection has closed.
   */
  readonly failure: RequestError | null;
}

/** Carries WebSockets that the gate and the rules have let through. */
export interface UpgradeCarrier {
  /**
   * Takes a judged WebSocket handshake and its socket over and joins it with the upstream.
   * @returns null, having done nothing, when there are too many WebSockets already: answer 503
   */
  carry(
    req: IncomingMessage,
    socket: Socket,
    head: Buffer,
    target: UpgradeTarget,
    info: ForwardedInfo,
  ): Carriage | null;
  /** WebSockets open now. */
  readonly connections: number;
  /** Sends every client a close frame; connections that do not close are the listener's to destroy. */
  close(): Promise<void>;
}

/**
 * WebSockets go through `@fastify/http-proxy`, on an inner server that never listens: the listeners' servers have
 * already read and judged the handshake, and its `upgrade` event is all the plugin needs.
 *
 * What comes with the plugin: it accepts the client before it asks the upstream, so an upstream that refuses shows as
 * close code 1011 instead of its HTTP status (logs and metrics tell which it was); it offers the upstream the first of the client's subprotocols only; a
 * path with `..` or with an escape that is not UTF-8 is answered 400; compression is not negotiated. What it lacks and
 * is added here: limits, back-pressure, and closing an upstream whose client left while it was still connecting.
 */
export async function createUpgradeCarrier(options: UpgradeCarrierOptions = {}): Promise<UpgradeCarrier> {
  const server = createServer();
  const handshakes = new WeakMap<IncomingMessage, Handshake>();
  // The plugin asks for the headers and makes the upstream's WebSocket and its connection in one go: this is the one it
  // makes now. It knows upstreams by URL, and has one set of connection options for all.
  let current: Handshake | null = null;
  const app = fastify({
    serverFactory: () => server,
    clientErrorHandler: () => {},
    routerOptions: { maxParamLength: 65_536 },
  });
  const maxPayload = options.maxPayload ?? 16_777_216;
  const client = {
    rewriteRequestHeaders: (_: unknown, request: { raw: IncomingMessage }) => {
      current = handshakes.get(request.raw) ?? null;
      return current?.headers ?? {};
    },
    finishRequest: (request: ClientRequest, upstream: UpstreamSocket) => {
      current?.watch(upstream);
      current = null;
      request.end();
    },
    perMessageDeflate: false,
    maxPayload,
    handshakeTimeout: options.handshakeTimeout ?? 10_000,
    createConnection: () => open(current),
  };
  await app.register(httpProxy, {
    upstream: '',
    websocket: true,
    httpMethods: ['GET'],
    // The connection is made by `createConnection`: this name is never looked up.
    replyOptions: { getUpstream: () => 'http://upstream.invalid' },
    wsClientOptions: client,
    wsServerOptions: { maxPayload, perMessageDeflate: false },
    wsHooks: BACK_PRESSURE,
  });
  await app.ready();
  return new PluginCarrier(app, server, handshakes, options.connections ?? 10_000);
}

/** A connection for a handshake, over TLS or a Unix socket as its target says. */
function open(handshake: Handshake | null): Socket {
  return handshake === null
    ? new Socket().destroy(new Error('a WebSocket that nobody asked for'))
    : handshake.target.open();
}

class PluginCarrier implements UpgradeCarrier {
  #connections = 0;

  constructor(
    readonly app: FastifyInstance,
    readonly server: Server,
    readonly handshakes: WeakMap<IncomingMessage, Handshake>,
    readonly most: number,
  ) {}

  get connections(): number {
    return this.#connections;
  }

  carry(
    req: IncomingMessage,
    socket: Socket,
    head: Buffer,
    target: UpgradeTarget,
    info: ForwardedInfo,
  ): Carriage | null {
    if (this.#connections >= this.most) return null;
    this.#connections++;
    socket.once('close', () => {
      this.#connections--;
    });
    const absolute = absoluteTarget(req.url ?? '');
    if (absolute !== null) req.url = absolute.path;
    const list = upstreamHeaders(req.rawHeaders, info, absolute?.authority ?? null);
    const handshake = new Handshake(target, handshakeHeaders(list));
    this.handshakes.set(req, handshake);
    // Finds out about peers that vanished without a word; nothing else would close such a WebSocket.
    socket.setKeepAlive(true, 60_000);
    this.server.emit('upgrade', req, socket, head);
    return handshake;
  }

  async close(): Promise<void> {
    // The plugin hangs the closing of its WebSockets on the server's close(); Fastify only calls that when it listens.
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
    });
    await this.app.close();
  }
}

/** As a record for the WebSocket client, which makes the handshake fields itself. Repeated fields become arrays. */
function handshakeHeaders(list: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = Object.create(null);
  const names = new Map<string, string>();
  for (let i = 0; i < list.length; i += 2) {
    const lower = list[i].toLowerCase();
    if (lower.startsWith('sec-websocket-')) continue;
    const name = names.get(lower) ?? list[i];
    names.set(lower, name);
    const before = headers[name];
    if (before === undefined) headers[name] = list[i + 1];
    else if (typeof before === 'string') headers[name] = [before, list[i + 1]];
    else before.push(list[i + 1]);
  }
  return headers;
}
