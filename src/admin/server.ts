import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { createHostCheck } from './host-check.js';

/** A listener's address. Port 0: any free port. */
export interface AdminListen {
  readonly host: string;
  readonly port: number;
}

export interface AdminOptions {
  readonly listen: readonly AdminListen[];
  /** Text of `/metrics`. */
  readonly metrics: () => Promise<string>;
  readonly metricsContentType: string;
  /** Why the process is not ready; empty when it is. */
  readonly readiness: () => readonly string[];
  /** What is wrong although the process is ready. Default: nothing. */
  readonly warnings?: () => readonly string[];
  /** Names, besides addresses, `localhost`, the machine's own name and the listeners' hosts, that Host may hold. */
  readonly allowedHosts?: readonly string[];
  /** Told when metrics could not be made. */
  readonly onError?: (error: Error) => void;
}

export interface AdminServer {
  readonly addresses: readonly AddressInfo[];
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 64;
const TIMEOUT = 10_000;

/** Scrapes that come while one is being made share it: many scrapers cost no more than one. */
function shareInFlight(make: () => Promise<string>): () => Promise<string> {
  let current: Promise<string> | null = null;
  return () => {
    current ??= make().finally(() => {
      current = null;
    });
    return current;
  };
}

function createApp(options: AdminOptions, metrics: () => Promise<string>): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 1,
    requestTimeout: TIMEOUT,
    connectionTimeout: TIMEOUT,
    keepAliveTimeout: TIMEOUT,
    forceCloseConnections: true,
    return503OnClosing: false,
    http: { maxHeaderSize: 8192 },
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  const isAllowed = createHostCheck([
    ...options.listen.map(({ host }) => host),
    ...(options.allowedHosts ?? []),
  ]);

  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    if (!isAllowed(request.headers.host)) {
      return reply.code(421).send({ error: 'this Host is not served here; see admin.allowedHosts' });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return reply.code(405).header('allow', 'GET, HEAD').send({ error: 'only GET and HEAD are answered' });
    }
    return undefined;
  });
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', options.metricsContentType);
    return metrics();
  });
  app.get('/healthz', async () => ({ alive: true }));
  app.get('/readyz', async (_request, reply) => {
    const reasons = options.readiness();
    const warnings = options.warnings?.() ?? [];
    const also = warnings.length === 0 ? {} : { warnings };
    if (reasons.length === 0) return { ready: true, ...also };
    return reply.code(503).send({ ready: false, reasons, ...also });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) options.onError?.(error);
    return reply
      .code(status)
      .header('content-type', 'application/json; charset=utf-8')
      .send({ error: status === 500 ? 'internal error' : 'bad request' });
  });
  return app;
}

/**
 * Starts the admin listeners: `GET /metrics`, `/healthz` (200 while the process runs its event loop) and `/readyz` (503
 * with reasons until ready, and when draining; `warnings` name what is wrong although it serves). Everything else is a JSON error. There is no authentication: listen on
 * loopback or a management network.
 *
 * @throws Error when an address cannot be listened on; none stays open then
 */
export async function startAdmin(options: AdminOptions): Promise<AdminServer> {
  const metrics = shareInFlight(options.metrics);
  const apps: FastifyInstance[] = [];
  const addresses: AddressInfo[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(apps.map(app => app.close()));
  };
  try {
    for (const { host, port } of options.listen) {
      const app = createApp(options, metrics);
      apps.push(app);
      await app.listen({ host, port });
      addresses.push(app.server.address() as AddressInfo);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { addresses, close };
}
