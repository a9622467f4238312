import { isIP } from 'node:net';
import { buildConnector, Pool } from 'undici';
import {
  absoluteTarget,
  RequestError,
  type RequestHead,
  type SiteTimeouts,
  type UpstreamExchange,
  type UpstreamSink,
} from '../core/index.js';
import { BodyStream, type RequestBody } from './body.js';
import { upstreamError } from './errors.js';
import { Exchange, type Load, type UpstreamRequest } from './exchange.js';
import type { ForwardedInfo } from './forwarded.js';
import { upstreamHeaders } from './headers.js';

export interface ForwarderOptions {
  /** Origin: `http://10.0.0.5:8080` or `https://…`, without a path. */
  readonly origin: string;
  readonly timeouts: SiteTimeouts;
  /** Most connections to this upstream. Default 256. */
  readonly connections?: number;
  /** Requests that may wait for a free connection; more are answered 503. Default as many as `connections`. */
  readonly queue?: number;
  /** Longest wait for the client's next body bytes, in milliseconds. Default 60 s. */
  readonly clientIdleTimeout?: number;
  /** Idle upstream connections are closed after this, in milliseconds. Default 4 s, below common servers' 5 s. */
  readonly keepAlive?: number;
  /** Largest response head in bytes. Default 64 KiB. */
  readonly headSize?: number;
  /** How an https upstream is verified. */
  readonly tls?: UpstreamTls;
}

export interface UpstreamTls {
  /** PEM of the authorities to trust instead of Node's list. */
  readonly ca?: string | Buffer;
  /** Name in SNI and in the certificate. Default: the origin's host. */
  readonly serverName?: string;
  /** Default true. False takes any certificate: whoever is on the path to the upstream can then read and change everything. */
  readonly verify?: boolean;
}

/**
 * Sends requests to one upstream over kept-alive connections, by undici's `dispatch` with a handler of our own: no stream
 * object per request, header lists in and out as they came, and no body that is parsed and written anew in between.
 */
export interface Forwarder {
  /**
   * Sends a request and tells the sink what comes of it; it never throws, failures are `sink.fail`.
   * @param body sent byte for byte. One that is whole goes out with its Content-Length; one that is still coming in keeps
   *   the client's framing. Trailers of a request are dropped, as RFC 9110 section 6.5.1 allows
   * @returns to give it up; the sink has been given the same in `begin`
   */
  forward(head: RequestHead, info: ForwardedInfo, body: RequestBody, sink: UpstreamSink): UpstreamExchange;
  /** Requests sent or waiting. */
  readonly active: number;
  /** Finishes what is under way, then closes all connections. */
  close(): Promise<void>;
  /** Closes all connections now; what is under way fails. */
  destroy(): Promise<void>;
}

const NOTHING: UpstreamExchange = { abort: () => {} };

/** Opens no connection yet. @throws TypeError for an invalid origin */
export function createForwarder(options: ForwarderOptions): Forwarder {
  return new PoolForwarder(options);
}

class PoolForwarder implements Forwarder {
  readonly #pool: Pool;
  readonly #origin: string;
  readonly #load: Load = { active: 0 };
  readonly #most: number;
  readonly #clientIdleTimeout: number;
  readonly #serverName: string;

  constructor(options: ForwarderOptions) {
    const connections = options.connections ?? 256;
    this.#origin = new URL(options.origin).origin;
    this.#most = connections + (options.queue ?? connections);
    this.#clientIdleTimeout = options.clientIdleTimeout ?? 60_000;
    const host = new URL(options.origin).hostname;
    const named = options.tls?.serverName ?? (isIP(host.replace(/^\[|\]$/g, '')) === 0 ? host : '');
    // undici would take the visitor's Host for SNI, and reconnect whenever it changes: the connector below sets the
    // real name, this constant only keeps undici from looking.
    this.#serverName = named === '' ? 'upstream' : named;
    this.#pool = new Pool(this.#origin, {
      connections,
      pipelining: 1,
      headersTimeout: options.timeouts.headers,
      bodyTimeout: options.timeouts.body,
      keepAliveTimeout: options.keepAlive ?? 4_000,
      maxHeaderSize: options.headSize ?? 65_536,
      connect: upstreamConnector(options, named),
    });
  }

  get active(): number {
    return this.#load.active;
  }

  forward(head: RequestHead, info: ForwardedInfo, body: RequestBody, sink: UpstreamSink): UpstreamExchange {
    let path = head.target;
    let authority: string | null = null;
    if (path.charCodeAt(0) !== 0x2f) {
      const absolute = absoluteTarget(path);
      // `OPTIONS *` is about the server as a whole: there is no site's path to send it to.
      if (absolute === null)
        return refuse(sink, path === '*' && head.method === 'OPTIONS' ? 501 : 400, 'target-form');
      path = absolute.path;
      authority = absolute.authority;
    }
    if (head.method === 'CONNECT') return refuse(sink, 405, 'method');
    if (this.#load.active >= this.#most) {
      sink.begin(NOTHING);
      sink.fail(upstreamError('pool-full', `${this.#origin}: ${this.#load.active} requests under way`));
      return NOTHING;
    }
    const headers = upstreamHeaders(head.rawHeaders, info, authority);
    const request: UpstreamRequest = {
      path,
      method: head.method,
      headers,
      body: this.#sendable(head, headers, body),
      servername: this.#serverName,
    };
    const exchange = new Exchange(this.#pool, this.#origin, request, sink, this.#load);
    sink.begin(exchange);
    exchange.start();
    return exchange;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async destroy(): Promise<void> {
    await this.#pool.destroy();
  }

  #sendable(head: RequestHead, headers: string[], body: RequestBody): Buffer | BodyStream | null {
    if (body === null) return null;
    if (isWhole(body)) {
      if (body.length === 0) return null;
      return body.length === 1 ? body[0] : Buffer.concat(body);
    }
    const length = head.header('content-length');
    if (length !== undefined) headers.push('Content-Length', length);
    return 'prefix' in body
      ? new BodyStream(body.prefix, body.rest, this.#clientIdleTimeout)
      : new BodyStream([], body, this.#clientIdleTimeout);
  }
}

function isWhole(body: Exclude<RequestBody, null>): body is readonly Buffer[] {
  return Array.isArray(body);
}

/** What the client asked for in a form that no upstream can be sent. */
function refuse(sink: UpstreamSink, status: number, code: string): UpstreamExchange {
  sink.begin(NOTHING);
  sink.fail(
    new RequestError('client', code, status, `a request in a form that cannot be forwarded (${code})`),
  );
  return NOTHING;
}

function upstreamConnector(options: ForwarderOptions, serverName: string): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.timeouts.connect,
    ca: options.tls?.ca,
    rejectUnauthorized: options.tls?.verify ?? true,
    minVersion: 'TLSv1.2',
  });
  return (to, callback) =>
    connect({ ...to, servername: serverName === '' ? undefined : serverName }, callback);
}
