import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Awaitable, type Control, ControlError } from '../control.js';
import { BAN_ROUTES } from './bans.js';
import { GATE_ROUTES } from './gate.js';
import { API_PREFIX, openApi } from './openapi.js';
import { OPENING_ROUTES } from './openings.js';
import type { Route } from './route.js';

export const ROUTES: readonly Route[] = [...BAN_ROUTES, ...OPENING_ROUTES, ...GATE_ROUTES];

/** Largest body of a call, in bytes. */
const BODY_LIMIT = 64 * 1024;

/** Requests are taken as they are written: nothing is turned into another type, nothing left out. */
export const STRICT = { customOptions: { coerceTypes: false, removeAdditional: false } } as const;

/** How callers are told apart and let in. */
export interface Access {
  /** What is answered to who may not call; null: they may. */
  refuse(request: FastifyRequest): Awaitable<{ readonly status: number; readonly error: string } | null>;
  /** Of whom the audit log says that it was them, e.g. `the local socket`. */
  nameOf(request: FastifyRequest): string;
}

/** Puts the API below `/api/v1`. @param version of the program */
export function registerApi(app: FastifyInstance, control: Control, access: Access, version: string): void {
  const description = openApi(ROUTES, version);
  app.register(
    async api => {
      api.addHook('onRequest', async (request, reply) => {
        const refusal = await access.refuse(request);
        if (refusal === null) return undefined;
        if (refusal.status === 401) reply.header('www-authenticate', 'Bearer realm="sekisho"');
        return reply.code(refusal.status).send({ error: refusal.error });
      });
      api.get('/openapi.json', async () => description);
      for (const route of ROUTES) addRoute(api, route, control, access);
    },
    { prefix: API_PREFIX },
  );
}

function addRoute(api: FastifyInstance, route: Route, control: Control, access: Access): void {
  const { method, path, query, body } = route;
  api.route({
    method,
    url: path,
    bodyLimit: BODY_LIMIT,
    schema: {
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
    },
    handler: async (request, reply) => {
      const input = (body === undefined ? request.query : request.body) as Record<string, unknown>;
      const name = access.nameOf(request);
      const by = typeof input?.by === 'string' ? `${input.by} by ${name}` : name;
      const address = request.socket.remoteAddress ?? null;
      try {
        return await route.run(control, input ?? {}, { by, address });
      } catch (error) {
        if (!(error instanceof ControlError)) throw error;
        return reply.code(error.status).send({ error: error.message, ...error.details });
      }
    },
  });
}
