import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { RequestError } from '../core/index.js';
import { toRequestError, upstreamError } from './errors.js';

/** The part of a WebSocket of `ws` that is needed here. */
export interface UpstreamSocket {
  once(event: 'open', listener: () => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  once(
    event: 'unexpected-response',
    listener: (request: unknown, response: Pick<IncomingMessage, 'statusCode'>) => void,
  ): unknown;
  terminate(): void;
}

/** Where a WebSocket goes. */
export interface UpgradeTarget {
  /** For the operator's messages. */
  readonly url: string;
  /** A connection to it, or the beginning of one. */
  open(): Socket;
}

/** One handshake with an upstream, and what came of it. */
export class Handshake {
  /** Null once the upstream has accepted. Before it was asked: the plugin refused the client by itself. */
  failure: RequestError | null = new RequestError(
    'client',
    'not-forwardable',
    400,
    'a WebSocket handshake whose path or key cannot be passed on',
  );

  /** @param headers for the upstream */
  constructor(
    readonly target: UpgradeTarget,
    readonly headers: Record<string, string | string[]>,
  ) {}

  /** The upstream is being asked. */
  watch(upstream: UpstreamSocket): void {
    const origin = this.target.url;
    this.failure = new RequestError('client', 'aborted', 0, `the client left before ${origin} had answered`);
    let settled = false;
    const settle = (failure: RequestError | null): void => {
      if (settled) return;
      settled = true;
      this.failure = failure;
    };
    upstream.once('open', () => settle(null));
    upstream.once('error', error => settle(handshakeError(error, origin)));
    upstream.once('unexpected-response', (_, { statusCode }) => {
      settle(upstreamError('upgrade-refused', `${origin} answered ${statusCode} to the WebSocket handshake`));
      // Whoever listens for this event has to close the connection: the plugin does not.
      upstream.terminate();
    });
  }
}

/** Errors of `ws` itself carry no code. */
function handshakeError(error: Error, origin: string): RequestError {
  if ('code' in error) return toRequestError(error, origin);
  const code = error.message.includes('timed out') ? 'headers-timeout' : 'bad-response';
  return upstreamError(code, `${origin}: ${error.message}`, error);
}
