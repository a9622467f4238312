import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import { RequestHead } from '../core/index.js';
import { LISTEN_LIMITS, type ListenHandler, type ListenLimits } from './options.js';
import { plainRequest } from './plain-request.js';
import { createHttpServer } from './server.js';

/** What the listeners would make of bytes that a client sent. */
export type ReadRequest =
  /** Handed on to be judged. A WebSocket handshake has no body. */
  | { readonly kind: 'request'; readonly head: RequestHead; readonly body: Buffer }
  /** Refused here, by the parser (`HPE_…`) or the checks of its own; status 0: the connection was closed without an answer. */
  | { readonly kind: 'refused'; readonly code: string; readonly status: number };

/** A socket that nobody is connected to: what a client sends is pushed, what it would get is thrown away. */
class MemorySocket extends Socket {
  request: IncomingMessage | null = null;
  settle: (outcome: ReadRequest) => void = () => {};

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }

  override _writev(_chunks: unknown, done: () => void): void {
    done();
  }

  override _final(done: () => void): void {
    done();
  }
}

/**
 * Reads requests that are there as bytes through the very parser and checks of the listeners, without a network. For the
 * tests of rules: what ends here never comes to a rule.
 */
export class RequestReader {
  readonly #server: Server;

  /** @param limits of sizes; those of time have no meaning here. Default `LISTEN_LIMITS` */
  constructor(limits: Partial<ListenLimits> = {}) {
    const setup = {
      handler: HANDLER,
      limits: { ...LISTEN_LIMITS, ...limits },
      sockets: new Set<Socket>(),
      closing: false,
    };
    this.#server = createHttpServer(setup, null) as Server;
  }

  /**
   * The first request of the bytes; what follows it is not looked at. Bytes that end before the request does are refused
   * as `incomplete`: a server would wait, and then close the connection.
   */
  async read(bytes: Buffer): Promise<ReadRequest> {
    const plain = plainRequest(bytes);
    return plain === null ? this.parse(bytes) : { kind: 'request', ...plain };
  }

  /** The same by the parser alone, however plain the request is. */
  async parse(bytes: Buffer): Promise<ReadRequest> {
    const socket = new MemorySocket({ allowHalfOpen: true });
    socket.on('error', () => {});
    try {
      return await new Promise<ReadRequest>(resolve => {
        socket.settle = resolve;
        socket.once('close', () => resolve({ kind: 'refused', code: 'incomplete', status: 0 }));
        this.#server.emit('connection', socket);
        socket.push(bytes);
        socket.push(null);
      });
    } finally {
      socket.destroy();
    }
  }
}

const HANDLER: ListenHandler = {
  request(req) {
    const { socket } = req;
    if (!(socket instanceof MemorySocket) || socket.request !== null) return;
    socket.request = req;
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('error', () => {});
    req.on('end', () => socket.settle({ kind: 'request', head: headOf(req), body: Buffer.concat(chunks) }));
  },
  upgrade(req, socket) {
    if (socket instanceof MemorySocket)
      socket.settle({ kind: 'request', head: headOf(req), body: Buffer.alloc(0) });
  },
  clientError(code, status, socket) {
    // What is wrong behind a whole request takes nothing from it.
    if (!(socket instanceof MemorySocket) || socket.request?.complete === true) return;
    socket.settle({ kind: 'refused', code, status });
  },
};

function headOf({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): RequestHead {
  return new RequestHead(method, url, httpVersion, rawHeaders);
}
