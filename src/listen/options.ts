import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Where to listen. Port 0 asks the system for a free one. `localhost` stands for 127.0.0.1. */
export interface Listen {
  readonly host: string;
  readonly port: number;
  /** A socket that is bound already, from another process (`server.listen({ handle })`); host and port are its. */
  readonly handle?: object;
}

/** A certificate chain with its key, and the host names it answers for. */
export interface Certificate {
  /** Lower-case host names; `*.example.jp` covers one label, `*` every name. */
  readonly hosts: readonly string[];
  /** PEM: the certificate, then its intermediates. */
  readonly cert: string | Buffer;
  /** PEM: the private key. */
  readonly key: string | Buffer;
}

/** Limits on what a client may send and how slowly. Times in milliseconds, sizes in bytes. */
export interface ListenLimits {
  /** Request line and headers together; over it: 431. Default 16 KiB, as Node and most servers. */
  readonly headSize: number;
  /** Header fields of one request; over it: 431. Default 200. */
  readonly headers: number;
  /** From connection or first byte to the end of the head; over it: 408. Default 20 s. */
  readonly headTimeout: number;
  /** From first byte of the head to the last of the body; over it: 408. Must not be below `headTimeout`; 0: none. Default 5 min. */
  readonly requestTimeout: number;
  /** An idle connection between requests is closed after this. Default 65 s: more than common load balancers' 60 s. */
  readonly keepAliveTimeout: number;
  /** How often `headTimeout` and `requestTimeout` are looked at. Default 1 s. */
  readonly checkInterval: number;
  /** TLS handshake. Default 10 s. */
  readonly handshakeTimeout: number;
  /** Requests of one connection that are under way at once (pipelining); over it: 503 and close. Default 64. */
  readonly pipelined: number;
}

export const LISTEN_LIMITS: ListenLimits = Object.freeze({
  headSize: 16_384,
  headers: 200,
  headTimeout: 20_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 65_000,
  checkInterval: 1_000,
  handshakeTimeout: 10_000,
  pipelined: 64,
});

export interface ListenOptions {
  readonly http: readonly Listen[];
  /** Needs at least one certificate in `certificates`. */
  readonly https: readonly Listen[];
  readonly certificates?: readonly Certificate[];
  /** Defaults are `LISTEN_LIMITS`. */
  readonly limits?: Partial<ListenLimits>;
}

/** Who is told of what came in. Every method must return without throwing. */
export interface ListenHandler {
  /**
   * A connection that was just accepted, before TLS. Default: all come in.
   * @returns a code when it is to be closed at once; else what to call when it has closed, or null
   */
  connection?(socket: Socket): string | (() => void) | null;
  /**
   * A request whose head is well-formed: exactly one Host (none is allowed in HTTP/1.0), version 1.0 or 1.1, framing
   * that cannot be read in two ways. A client that waits for `100 Continue` gets it from `readBody` or `admitBody`.
   */
  request(req: IncomingMessage, res: ServerResponse): void;
  /**
   * A WebSocket handshake (`GET`, HTTP/1.1, `Upgrade: websocket`, no body). The socket is the handler's from here on;
   * it already has an error listener.
   */
  upgrade(req: IncomingMessage, socket: Socket, head: Buffer): void;
  /**
   * Something was refused here, before it was a request that can be judged; the answer is already sent.
   * @param code llhttp's code (`HPE_…`) or one of `ListenFault`
   * @param status what the client was answered, 0 when the connection was only closed
   */
  clientError(code: string, status: number, socket: Socket): void;
}

/** Codes of refusals that are not llhttp's. */
export type ListenFault =
  | 'host-missing'
  | 'host-duplicate'
  | 'http-version'
  | 'transfer-encoding'
  | 'header-count'
  | 'expectation'
  | 'connect-method'
  | 'upgrade-body'
  | 'websocket-version'
  | 'websocket-key'
  | 'behind-close'
  | 'pipeline-limit'
  | 'pipelined-upgrade'
  | 'request-timeout'
  | 'tls-handshake';
