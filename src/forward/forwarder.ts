import {
  absoluteTarget,
  type PoolSettings,
  RequestError,
  type RequestHead,
  type UpstreamExchange,
  type UpstreamSink,
} from '../core/index.js';
import { BodyStream, type RequestBody } from './body.js';
import { Exchange, type UpstreamRequest } from './exchange.js';
import type { ForwardedInfo } from './forwarded.js';
import { upstreamHeaders } from './headers.js';
import type { Member } from './member.js';
import { UpstreamPool } from './pool.js';

/**
 * Sends requests to the upstreams of one pool over kept-alive connections, by undici's `dispatch` with a handler of our
 * own: no stream object per request, header lists in and out as they came, and no body that is parsed and written anew
 * in between.
 */
export interface Forwarder {
  /**
   * Sends a request and tells the sink what comes of it; it never throws, failures are `sink.fail`.
   * @param body sent byte for byte. One that is whole goes out with its Content-Length; one that is still coming in keeps
   *   the client's framing. Trailers of a request are dropped, as RFC 9110 section 6.5.1 allows
   * @returns to give it up; the sink has been given the same in `begin`
   */
  forward(head: RequestHead, info: ForwardedInfo, body: RequestBody, sink: UpstreamSink): UpstreamExchange;
  /** The upstream for a WebSocket. @throws RequestError when none can be asked */
  choose(head: RequestHead, info: ForwardedInfo): Member;
}

const NOTHING: UpstreamExchange = { abort: () => {} };

/** Longest wait for the client's next body bytes while the upstream would take them, in milliseconds. */
const CLIENT_IDLE_TIMEOUT = 60_000;

/** @param members of the settings' upstreams, in their order */
export function createForwarder(settings: PoolSettings, members: readonly Member[]): Forwarder {
  return new PoolForwarder(new UpstreamPool(settings, members));
}

class PoolForwarder implements Forwarder {
  readonly #pool: UpstreamPool;

  constructor(pool: UpstreamPool) {
    this.#pool = pool;
  }

  forward(head: RequestHead, info: ForwardedInfo, body: RequestBody, sink: UpstreamSink): UpstreamExchange {
    let path = head.target;
    let authority: string | null = null;
    if (path.charCodeAt(0) !== 0x2f) {
      const absolute = absoluteTarget(path);
      // `OPTIONS *` is about the server as a whole: there is no site's path to send it to.
      if (absolute === null) {
        const status = path === '*' && head.method === 'OPTIONS' ? 501 : 400;
        return refuse(sink, formError(status, 'target-form'));
      }
      path = absolute.path;
      authority = absolute.authority;
    }
    if (head.method === 'CONNECT') return refuse(sink, formError(405, 'method'));
    const pool = this.#pool;
    const key = pool.keyOf(head, info);
    const member = pool.first(key);
    if (member instanceof RequestError) return refuse(sink, member);
    const headers = upstreamHeaders(head.rawHeaders, info, authority);
    const request: UpstreamRequest = {
      path,
      method: head.method,
      headers,
      body: sendable(head, headers, body),
      // undici would take the visitor's Host for SNI, and reconnect whenever it changes: the connector sets the real
      // name, this constant only keeps undici from looking.
      servername: 'upstream',
    };
    const exchange = new Exchange(member, pool, request, sink, key);
    sink.begin(exchange);
    exchange.start();
    return exchange;
  }

  choose(head: RequestHead, info: ForwardedInfo): Member {
    const member = this.#pool.first(this.#pool.keyOf(head, info));
    if (member instanceof RequestError) throw member;
    return member;
  }
}

function sendable(head: RequestHead, headers: string[], body: RequestBody): Buffer | BodyStream | null {
  if (body === null) return null;
  if (isWhole(body)) {
    if (body.length === 0) return null;
    return body.length === 1 ? body[0] : Buffer.concat(body);
  }
  const length = head.header('content-length');
  if (length !== undefined) headers.push('Content-Length', length);
  return 'prefix' in body
    ? new BodyStream(body.prefix, body.rest, CLIENT_IDLE_TIMEOUT)
    : new BodyStream([], body, CLIENT_IDLE_TIMEOUT);
}

function isWhole(body: Exclude<RequestBody, null>): body is readonly Buffer[] {
  return Array.isArray(body);
}

/** What the client asked for in a form that no upstream can be sent. */
function formError(status: number, code: string): RequestError {
  return new RequestError('client', code, status, `a request in a form that cannot be forwarded (${code})`);
}

function refuse(sink: UpstreamSink, error: RequestError): UpstreamExchange {
  sink.begin(NOTHING);
  sink.fail(error);
  return NOTHING;
}
