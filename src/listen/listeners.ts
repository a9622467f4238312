import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { CertificateStore } from './certificates.js';
import { connectionOf } from './connection.js';
import {
  type Certificate,
  LISTEN_LIMITS,
  type Listen,
  type ListenHandler,
  type ListenOptions,
} from './options.js';
import { createHttpServer, type ServerSetup } from './server.js';

/** The open listeners. */
export interface Listeners {
  /** Where they listen, in the order of the options: HTTP first, then HTTPS. Port 0 is replaced by the real one. */
  readonly addresses: readonly Listen[];
  /** Client connections that are open now, upgraded ones included. */
  readonly connections: number;
  /**
   * Reads new certificates and puts none of them in force.
   * @returns replaces all certificates at once and cannot fail; open connections keep theirs
   * @throws Error when one cannot be used
   */
  prepareCertificates(certificates: readonly Certificate[]): () => void;
  /**
   * Drains: nothing more is accepted, idle connections close, responses under way finish with `Connection: close`.
   * @param deadline milliseconds after which connections that are still open (WebSockets too) are destroyed
   * @returns when no connection is left
   */
  close(deadline?: number): Promise<void>;
}

/**
 * Opens all listeners.
 *
 * Fastify opens and closes each server, but the server itself comes from its `serverFactory` and Fastify's own request
 * function is left out: its router answers `/%zz` with 400 and unknown methods with 404 before any hook runs, so what
 * llhttp accepts would be answered without being judged, counted or logged. It is also faster: of browser-like GETs one
 * core passes on 8,000–9,600 a second through `@fastify/http-proxy`, 15,300 through Fastify with a hijacked reply and
 * undici, and 14,500–16,700 through a bare server and undici, which is the way here.
 * @throws Error when an address cannot be had or a certificate is unusable; whatever was open is closed again
 */
export async function openListeners(options: ListenOptions, handler: ListenHandler): Promise<Listeners> {
  const limits = { ...LISTEN_LIMITS, ...options.limits };
  const setup: ServerSetup = { handler, limits, sockets: new Set<Socket>(), closing: false };
  const store = options.https.length > 0 ? new CertificateStore(options.certificates ?? []) : null;
  const opened: OpenServer[] = [];
  try {
    for (const listen of options.http) opened.push(await openServer(listen, createHttpServer(setup, null)));
    for (const listen of options.https) opened.push(await openServer(listen, createHttpServer(setup, store)));
  } catch (error) {
    await Promise.all(opened.map(({ app }) => app.close()));
    throw error;
  }
  return new OpenListeners(opened, setup, store);
}

interface OpenServer {
  readonly app: FastifyInstance;
  readonly server: Server;
  readonly address: Listen;
}

async function openServer(listen: Listen, server: Server): Promise<OpenServer> {
  const app = fastify({
    serverFactory: () => server,
    // The server has its own; Fastify would add one that logs and answers too.
    clientErrorHandler: () => {},
    forceCloseConnections: 'idle',
  });
  // Fastify opens a second server for `localhost`, one that would not be ours.
  const host = listen.host === 'localhost' ? '127.0.0.1' : listen.host;
  // Fastify passes on what Node's `listen` takes; its types do not know `handle`.
  const { port: wanted, handle } = listen;
  await app.listen({ host, port: wanted, ...(handle === undefined ? {} : { handle }) });
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : listen.port;
  return { app, server, address: { host, port } };
}

class OpenListeners implements Listeners {
  readonly addresses: readonly Listen[];
  readonly #opened: readonly OpenServer[];
  readonly #setup: ServerSetup;
  readonly #store: CertificateStore | null;
  #closed: Promise<void> | null = null;

  constructor(opened: readonly OpenServer[], setup: ServerSetup, store: CertificateStore | null) {
    this.addresses = opened.map(({ address }) => address);
    this.#opened = opened;
    this.#setup = setup;
    this.#store = store;
  }

  get connections(): number {
    return this.#setup.sockets.size;
  }

  prepareCertificates(certificates: readonly Certificate[]): () => void {
    const store = this.#store;
    if (store === null) return () => {};
    const next = new CertificateStore(certificates);
    return () => {
      store.replaceBy(next);
      for (const { server } of this.#opened) {
        if (server instanceof SecureServer) server.setSecureContext(store.serverOptions);
      }
    };
  }

  close(deadline = 30_000): Promise<void> {
    this.#closed ??= this.#drain(deadline);
    return this.#closed;
  }

  async #drain(deadline: number): Promise<void> {
    const { sockets } = this.#setup;
    this.#setup.closing = true;
    for (const socket of sockets) {
      const { response } = connectionOf(socket);
      if (response !== null && !response.headersSent) response.shouldKeepAlive = false;
    }
    // A response whose head had already promised keep-alive leaves its connection idle: looked for until all are gone.
    const sweep = setInterval(() => {
      for (const { server } of this.#opened) server.closeIdleConnections();
    }, 50);
    const limit = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, deadline);
    try {
      await Promise.all(this.#opened.map(({ app }) => app.close()));
      // A server is closed a moment before its last sockets say so.
      for (const socket of sockets) await once(socket, 'close');
    } finally {
      clearInterval(sweep);
      clearTimeout(limit);
    }
  }
}
