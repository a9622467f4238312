import httpProxy from '@fastify/http-proxy';
import { fastify } from 'fastify';

/** Fastify with its proxy plugin and nothing else. Usage: http-proxy PORT ORIGIN_PORT */
const [port, originPort] = process.argv.slice(2).map(Number);
const app = fastify({ logger: false });
await app.register(httpProxy, { upstream: `http://127.0.0.1:${originPort}` });
await app.listen({ port, host: '127.0.0.1' });
