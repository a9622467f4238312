import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import httpProxy from '@fastify/http-proxy';
import { type FastifyInstance, fastify } from 'fastify';
import { absoluteTarget } from '../core/index.js';
import type { ForwardedInfo } from './forwarded.js';
import { upstreamHeaders } from './headers.js';
import { BACK_PRESSURE } from './ws-pressure.js';

export interface UpgradeCarrierOptions {
  /** Most WebSockets at once. Default 10,000. */
  readonly connections?: number;
  /** Largest message either way, in bytes; a larger one closes the WebSocket with 1009. Default 16 MiB. */
  readonly maxPayload?: number;
  /** For the upstream's answer to the handshake, in milliseconds. Default 10 s. */
  readonly handshakeTimeout?: number;
  /** PEM of the authorities for `https` upstreams instead of Node's list. */
  readonly ca?: string | Buffer;
}

/** Carries WebSockets that the gate and the rules have let through. */
export interface UpgradeCarrier {
  /**
   * Takes a judged WebSocket handshake and its socket over and joins it with the upstream.
   * @param origin of the upstream, `http://…` or `https://…`
   * @returns false, having done nothing, when there are too many WebSockets already: answer 503
   */
  carry(req: IncomingMessage, socket: Socket, head: Buffer, origin: string, info: ForwardedInfo): boolean;
  /** WebSockets open now. */
  readonly connections: number;
  /** Sends every client a close frame; connections that do not close are the listener's to destroy. */
  close(): Promise<void>;
}

interface Carriage {
  readonly origin: string;
  readonly headers: Record<string, string | string[]>;
}

/**
 * WebSockets go through `@fastify/http-proxy`, on an inner server that never listens: the listeners' servers have
 * already read and judged the handshake, and its `upgrade` event is all the plugin needs.
 *
 * What comes with the plugin: it accepts the client before it asks the upstream, so an upstream that refuses shows as
 * close code 1011 instead of its HTTP status; it offers the upstream the first of the client's subprotocols only; a
 * path with `..` or with an escape that is not UTF-8 is answered 400; compression is not negotiated. What it lacks and
 * is added here: limits, back-pressure, and closing an upstream whose client left while it was still connecting.
 */
export async function createUpgradeCarrier(options: UpgradeCarrierOptions = {}): Promise<UpgradeCarrier> {
  const server = createServer();
  const carriages = new WeakMap<IncomingMessage, Carriage>();
  const app = fastify({
    serverFactory: () => server,
    clientErrorHandler: () => {},
    routerOptions: { maxParamLength: 65_536 },
  });
  const maxPayload = options.maxPayload ?? 16_777_216;
  const client = {
    rewriteRequestHeaders: (_: unknown, request: { raw: IncomingMessage }) =>
      carriages.get(request.raw)?.headers ?? {},
    perMessageDeflate: false,
    maxPayload,
    handshakeTimeout: options.handshakeTimeout ?? 10_000,
    ca: options.ca,
  };
  await app.register(httpProxy, {
    upstream: '',
    websocket: true,
    httpMethods: ['GET'],
    replyOptions: { getUpstream: request => carriages.get(request.raw as IncomingMessage)?.origin ?? '' },
    wsClientOptions: client,
    wsServerOptions: { maxPayload, perMessageDeflate: false },
    wsHooks: BACK_PRESSURE,
  });
  await app.ready();
  return new PluginCarrier(app, server, carriages, options.connections ?? 10_000);
}

class PluginCarrier implements UpgradeCarrier {
  #connections = 0;

  constructor(
    readonly app: FastifyInstance,
    readonly server: Server,
    readonly carriages: WeakMap<IncomingMessage, Carriage>,
    readonly most: number,
  ) {}

  get connections(): number {
    return this.#connections;
  }

  carry(req: IncomingMessage, socket: Socket, head: Buffer, origin: string, info: ForwardedInfo): boolean {
    if (this.#connections >= this.most) return false;
    this.#connections++;
    socket.once('close', () => {
      this.#connections--;
    });
    const absolute = absoluteTarget(req.url ?? '');
    if (absolute !== null) req.url = absolute.path;
    const list = upstreamHeaders(req.rawHeaders, info, absolute?.authority ?? null);
    this.carriages.set(req, { origin, headers: handshakeHeaders(list) });
    // Finds out about peers that vanished without a word; nothing else would close such a WebSocket.
    socket.setKeepAlive(true, 60_000);
    this.server.emit('upgrade', req, socket, head);
    return true;
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
