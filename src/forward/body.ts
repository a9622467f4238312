import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { RequestError } from '../core/index.js';

/**
 * A request body to be forwarded. Null: none. An array: all of it, already read. Otherwise what was read so far, and
 * the paused request that has the rest.
 */
export type RequestBody = null | readonly Buffer[] | IncomingMessage | PartialBody;

export interface PartialBody {
  readonly prefix: readonly Buffer[];
  readonly rest: IncomingMessage;
}

/**
 * A request body as one stream: the part already read, then the rest as it comes, pulled only as fast as the upstream
 * takes it. undici destroys what it is given as a body; this stands between, so that it cannot destroy the client's
 * request, whose connection may go on.
 */
export class BodyStream extends Readable {
  #prefix: readonly Buffer[];
  readonly #rest: IncomingMessage;
  readonly #idleTimeout: number;
  #timer: NodeJS.Timeout | null = null;
  #attached = false;

  /** @param idleTimeout longest wait for the client's next bytes while the upstream would take them, in milliseconds */
  constructor(prefix: readonly Buffer[], rest: IncomingMessage, idleTimeout: number) {
    super({ highWaterMark: 65_536 });
    this.#prefix = prefix;
    this.#rest = rest;
    this.#idleTimeout = idleTimeout;
    // undici takes its listeners away when the exchange is over; an error that comes later concerns nobody.
    this.on('error', ignore);
  }

  override _read(): void {
    if (this.#prefix.length > 0) {
      const prefix = this.#prefix;
      this.#prefix = [];
      let more = true;
      for (const chunk of prefix) more = this.push(chunk);
      if (!more) return;
    }
    if (!this.#attached) this.#attach();
    this.#timer ??= setTimeout(this.#onIdle, this.#idleTimeout);
    this.#rest.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#detach();
    callback(error);
  }

  #attach(): void {
    this.#attached = true;
    const rest = this.#rest;
    if (rest.readableEnded) {
      this.push(null);
    } else if (rest.destroyed) {
      this.#onClose();
    } else {
      rest
        .on('data', this.#onData)
        .on('end', this.#onEnd)
        .on('error', this.#onClose)
        .on('close', this.#onClose);
    }
  }

  #detach(): void {
    this.#stopTimer();
    this.#rest
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('close', this.#onClose)
      .off('error', this.#onClose)
      // A connection that breaks later still emits 'error' on the request; with no listener it would be thrown.
      .on('error', ignore);
    this.#rest.pause();
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.push(chunk)) {
      this.#timer?.refresh();
    } else {
      this.#stopTimer();
      this.#rest.pause();
    }
  };

  readonly #onEnd = (): void => {
    this.#stopTimer();
    this.push(null);
  };

  readonly #onClose = (): void => {
    if (this.#rest.readableEnded) return;
    this.destroy(
      new RequestError('client', 'aborted', 0, 'the client went away before its body was complete'),
    );
  };

  readonly #onIdle = (): void => {
    this.destroy(
      new RequestError('client', 'body-timeout', 408, `no byte of the body for ${this.#idleTimeout} ms`),
    );
  };

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function ignore(): void {}
