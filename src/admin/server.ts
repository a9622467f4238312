import type { AddressInfo } from 'node:net';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { API_PREFIX } from './api/openapi.js';
import { registerApi, STRICT } from './api/register.js';
import { type Awaitable, type Control, ControlError } from './control.js';
import { createHostCheck } from './host-check.js';
import { hasToken } from './token.js';

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
  /** Whether an address may call, and this target. Default: everyone. @throws ControlError when that cannot be told */
  readonly admits?: (address: string | undefined, url: string) => Awaitable<boolean>;
  /** The API: what it does, and who may call. Default: none. */
  readonly api?: AdminApi;
  /** Told when metrics could not be made. */
  readonly onError?: (error: Error) => void;
}

export interface AdminApi {
  readonly control: Control;
  /** SHA-256 of the bearer token, in hexadecimal, or null when there is none: asked at every call. */
  readonly token: () => Awaitable<string | null>;
  /** Version of the program. */
  readonly version: string;
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
    ajv: STRICT,
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
    if ((await options.admits?.(request.socket.remoteAddress, request.url)) === false) {
      return reply.code(403).header('connection', 'close').send({ error: 'admin.gate refuses this address' });
    }
    if (!isAllowed(request.headers.host)) {
      return reply.code(421).send({ error: 'this Host is not served here; see admin.allowedHosts' });
    }
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && !request.url.startsWith(`${API_PREFIX}/`)) {
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
  const { api } = options;
  if (api !== undefined) {
    registerApi(
      app,
      api.control,
      { refuse: request => refusal(api, request), nameOf: nameOfPeer },
      api.version,
    );
  }
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
  app.setErrorHandler((error: Error & { statusCode?: number; validation?: unknown }, _request, reply) => {
    if (error instanceof ControlError) return reply.code(error.status).send({ error: error.message });
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) options.onError?.(error);
    return reply
      .code(status)
      .header('content-type', 'application/json; charset=utf-8')
      .send({ error: status === 500 ? 'internal error' : error.validation ? error.message : 'bad request' });
  });
  return app;
}

async function refusal(
  api: AdminApi,
  request: FastifyRequest,
): Promise<{ status: number; error: string } | null> {
  const token = await api.token();
  if (token === null)
    return { status: 403, error: 'the API has no token here: write admin.token, or use the local socket' };
  if (hasToken(request.headers.authorization, token)) return null;
  return { status: 401, error: 'expected Authorization: Bearer and the token of admin.token' };
}

function nameOfPeer(request: FastifyRequest): string {
  return `the admin API from ${request.socket.remoteAddress ?? 'an unknown address'}`;
}

/**
 * Starts the admin listeners: `GET /metrics`, `/healthz` (200 while the process runs its event loop) and `/readyz` (503
 * with reasons until ready, and when draining; `warnings` name what is wrong although it serves), and the API behind its token.
 * Everything else is a JSON error. Metrics and health ask for no token: listen on loopback or a management network.
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
