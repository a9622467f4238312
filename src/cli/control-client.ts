import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { API_PREFIX } from '../admin/index.js';
import { ConfigError, loadConfig, readSource } from '../config/index.js';
import { Problems } from '../core/index.js';
import { OrderError } from './order-error.js';

/** Longest wait for an answer, in milliseconds: applying a configuration reads all of it. */
const TIMEOUT = 120_000;

export interface SocketOptions {
  readonly config: string;
  /** The socket, where it is not the one of the configuration. */
  readonly socket?: string;
}

/**
 * The local socket of the gateway that runs with a configuration. A file with mistakes still tells where it is: break-glass
 * is for when something is wrong.
 * @throws OrderError when the configuration says that there is none
 */
export function socketOf({ config, socket }: SocketOptions): string {
  if (socket !== undefined) return resolve(socket);
  let found: string | null;
  try {
    found = loadConfig(config).config.state.socket;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    found = writtenSocket(config);
  }
  if (found !== null) return found;
  throw new OrderError(`${config} says that there is no local socket (state: { socket: off })`);
}

function writtenSocket(config: string): string | null {
  const source = readSource(resolve(config), new Problems());
  const value = source?.value as { state?: { folder?: unknown; socket?: unknown } } | null | undefined;
  const folder = resolve(config, '..');
  const { socket, folder: stateFolder } = value?.state ?? {};
  if (socket === 'off' || socket === false) return null;
  if (typeof socket === 'string') return resolve(folder, socket);
  if (stateFolder === 'off' || stateFolder === false) return null;
  return join(
    resolve(folder, typeof stateFolder === 'string' ? stateFolder : 'sekisho-state'),
    'control.sock',
  );
}

/**
 * Gives the running gateway an order.
 * @param path below the prefix of the API, with its query
 * @returns the answer
 * @throws OrderError with what the gateway said against it, or when none answers
 */
export async function order(
  options: SocketOptions,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const socketPath = socketOf(options);
  const { status, text } = await exchange(socketPath, method, `${API_PREFIX}${path}`, body);
  let answer: Record<string, unknown>;
  try {
    answer = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new OrderError(`what answers at ${socketPath} is no gateway`);
  }
  if (status === 200) return answer;
  throw new OrderError(
    typeof answer.error === 'string' ? answer.error : `the gateway answered ${status}`,
    answer,
  );
}

function exchange(
  socketPath: string,
  method: string,
  path: string,
  body: Readonly<Record<string, unknown>> | undefined,
): Promise<{ status: number; text: string }> {
  const payload = body === undefined ? '' : JSON.stringify(body);
  return new Promise((fulfil, reject) => {
    const headers: Record<string, string> = { host: 'localhost' };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(payload));
    }
    const outgoing = request(
      { socketPath, method, path, headers, agent: false, timeout: TIMEOUT },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => fulfil({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer came')));
    outgoing.on('error', (error: NodeJS.ErrnoException) => reject(unreachable(socketPath, error)));
    outgoing.end(payload);
  });
}

function unreachable(socketPath: string, error: NodeJS.ErrnoException): OrderError {
  switch (error.code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
      return new OrderError(`no gateway listens at ${socketPath}; is it running, with this configuration?`);
    case 'EACCES':
      return new OrderError(
        `${socketPath}: no permission; only the user that the gateway runs as may give orders`,
      );
    default:
      return new OrderError(`${socketPath}: ${error.message}`);
  }
}

/** Who gives the order, as far as the system says so. */
export function orderer(): string {
  return process.env.SUDO_USER ?? process.env.USER ?? `uid ${process.getuid?.() ?? '?'}`;
}
