import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type FastifyInstance, fastify } from 'fastify';
import { registerApi, STRICT } from './api/register.js';
import type { Control } from './control.js';

/** `sun_path` of Linux, without its final zero byte. */
const LONGEST_PATH = 107;
const TIMEOUT = 60_000;

/** The API on a Unix socket: whoever may open the file (mode 0600, in a folder of mode 0700) may do everything. */
export interface LocalSocket {
  readonly path: string;
  close(): Promise<void>;
}

/**
 * @param path of the socket; one that another process has left behind, or still has, is replaced: the newest process
 * is the one that is asked
 * @throws Error when it cannot be made; says what would be right
 */
export async function openLocalSocket(path: string, control: Control, version: string): Promise<LocalSocket> {
  if (Buffer.byteLength(path) > LONGEST_PATH)
    throw new Error(
      `the path ${path} is longer than ${LONGEST_PATH} bytes; write a shorter one as state.socket`,
    );
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isSocket()) throw new Error(`${path} is there and is no socket`);
  rmSync(path, { force: true });
  const app = fastify({ logger: false, ajv: STRICT, requestTimeout: TIMEOUT, forceCloseConnections: true });
  registerApi(app, control, { refuse: () => null, nameOf: () => 'the local socket' }, version);
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    reply.code(error.statusCode ?? 500).send({ error: error.message }),
  );
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
  await app.listen({ path });
  chmodSync(path, 0o600);
  const { ino } = lstatSync(path);
  return { path, close: () => closeSocket(app, path, ino) };
}

/** Node takes the file away on closing, also when it is another process's by now. */
async function closeSocket(app: FastifyInstance, path: string, inode: number): Promise<void> {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && there.ino !== inode) {
    // Closing would remove the other process's socket: stop serving, and let the process's end close the rest.
    app.server.unref();
    app.server.closeAllConnections();
    return;
  }
  await app.close();
}
