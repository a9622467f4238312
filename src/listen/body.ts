import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestError } from '../core/index.js';
import { admitBody } from './connection.js';

export interface ReadBodyOptions {
  /** Bytes to read. One chunk more may be kept: what was received is never cut in two. */
  readonly limit: number;
  /** Longest wait for the next bytes, in milliseconds. */
  readonly idleTimeout: number;
  /** Longest time for all of it, in milliseconds; what has arrived prolongs it by `slowestRate`. */
  readonly totalTimeout: number;
  /** Bytes a millisecond that a body may take once `totalTimeout` is over. Default: none, `totalTimeout` is the end. */
  readonly slowestRate?: number;
  /** Asked before each chunk is kept: false gives the body up (`refused`). Default: always true. */
  readonly mayKeep?: (bytes: number) => boolean;
}

export interface BufferedBody {
  readonly chunks: readonly Buffer[];
  /** Bytes in `chunks`. */
  readonly size: number;
  /** False when there is more than `limit`: the rest is unread and the request paused. Trailers are in `req.rawTrailers`. */
  readonly complete: boolean;
  /** True when `mayKeep` said no: the rest is unread and the request paused. */
  readonly refused: boolean;
}

/**
 * Reads a request body up to a limit, sending `100 Continue` first when the client waits for it.
 * @throws RequestError source `client`: `aborted` (status 0) when the client went away, `body-timeout` (408) when it
 *   was too slow; the request is left paused
 */
export function readBody(
  req: IncomingMessage,
  res: ServerResponse,
  options: ReadBodyOptions,
): Promise<BufferedBody> {
  return new Promise((resolve, reject) => {
    new BodyReader(req, options, resolve, reject).start();
    admitBody(req, res);
  });
}

class BodyReader {
  readonly #chunks: Buffer[] = [];
  #size = 0;
  readonly #deadline: number;
  readonly #timer: NodeJS.Timeout;

  constructor(
    readonly req: IncomingMessage,
    readonly options: ReadBodyOptions,
    readonly resolve: (body: BufferedBody) => void,
    readonly reject: (error: RequestError) => void,
  ) {
    this.#deadline = performance.now() + options.totalTimeout;
    this.#timer = setTimeout(this.#onIdle, Math.min(options.idleTimeout, options.totalTimeout));
  }

  start(): void {
    const { req } = this;
    if (req.readableAborted || req.destroyed) {
      this.#onClose();
      return;
    }
    req.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onClose).on('close', this.#onClose);
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.options.mayKeep?.(chunk.length) === false) {
      this.#finish();
      this.req.pause();
      this.resolve({ chunks: this.#chunks, size: this.#size, complete: false, refused: true });
      return;
    }
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > this.options.limit) {
      this.#finish();
      this.req.pause();
      this.resolve({ chunks: this.#chunks, size: this.#size, complete: false, refused: false });
    } else if (
      performance.now() >
      this.#deadline + this.#size / (this.options.slowestRate ?? Number.POSITIVE_INFINITY)
    ) {
      this.#fail(slow(`${this.#size} bytes of the body after ${this.options.totalTimeout} ms and more`));
    } else {
      this.#timer.refresh();
    }
  };

  readonly #onEnd = (): void => {
    this.#finish();
    this.resolve({ chunks: this.#chunks, size: this.#size, complete: true, refused: false });
  };

  readonly #onClose = (): void => {
    this.#fail(new RequestError('client', 'aborted', 0, 'the client went away before its body was complete'));
  };

  readonly #onIdle = (): void => {
    this.#fail(slow(`no byte of the body for ${this.options.idleTimeout} ms`));
  };

  #fail(error: RequestError): void {
    this.#finish();
    this.req.pause();
    // A broken connection still emits 'error' on the request; with no listener it would be thrown.
    this.req.on('error', ignore);
    this.reject(error);
  }

  #finish(): void {
    clearTimeout(this.#timer);
    this.req
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('error', this.#onClose)
      .off('close', this.#onClose);
  }
}

function slow(message: string): RequestError {
  return new RequestError('client', 'body-timeout', 408, message);
}

function ignore(): void {}
