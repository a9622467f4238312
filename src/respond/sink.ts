import type { ServerResponse } from 'node:http';
import {
  applyHeaderRules,
  type HeaderRules,
  PASS,
  RequestError,
  type ResponseHead,
  type UpstreamExchange,
  type UpstreamSink,
  type Verdict,
} from '../core/index.js';
import { clientHeaders, clientTrailers, hasLength, withoutLength } from './head.js';
import { discardBody, hasUnread } from './linger.js';

/** Looks at a response before the client sees any of it. */
export interface ResponseHooks {
  /** @returns anything but a pass holds the response back for good. Throwing fails the exchange (source `gateway`) */
  head?(head: ResponseHead): Verdict;
}

/** Told how a response ended: exactly one of these is called, once. */
export interface ResponseObserver {
  /** All of it was handed to the client's connection. */
  responseComplete(sink: ResponseSink): void;
  /** The client went away, or read too slowly. */
  responseAborted(sink: ResponseSink): void;
  /** A hook held it back. Nothing was sent: the observer answers. */
  responseRefused(sink: ResponseSink, verdict: Verdict): void;
  /**
   * It failed. When `sink.headSent` is false the observer answers; otherwise the client's connection is already
   * destroyed, because a response that is cut short must not look complete.
   */
  responseFailed(sink: ResponseSink, error: RequestError): void;
}

/** Longest time a client may leave what was sent to it unread, in milliseconds. */
const STALL_TIMEOUT = 60_000;

/**
 * Writes an upstream's response to the client as it comes: each chunk at once, no faster than the client reads. What
 * comes in the same turn of the event loop as the head goes out with it, in one write.
 */
export class ResponseSink implements UpstreamSink {
  /** Status the upstream answered with; 0 before its head. */
  status: number;
  /** Body bytes handed to the client's connection. */
  bytesOut: number;
  headSent: boolean;
  readonly #res: ServerResponse;
  readonly #observer: ResponseObserver;
  readonly #hooks: ResponseHooks | null;
  readonly #rules: HeaderRules | null;
  #exchange: UpstreamExchange | null;
  #resume: (() => void) | null;
  #over: boolean;
  /** True once head and body are on their way to the socket. */
  #flushed: boolean;
  /** The first chunk, until it is known whether it is the only one. */
  #first: Buffer | null;
  #waiting: boolean;
  #stall: NodeJS.Timeout | null;

  /** @param rules changes to the fields that the client is sent; hooks see those of the upstream */
  constructor(
    res: ServerResponse,
    observer: ResponseObserver,
    hooks: ResponseHooks | null = null,
    rules: HeaderRules | null = null,
  ) {
    this.status = 0;
    this.bytesOut = 0;
    this.headSent = false;
    this.#res = res;
    this.#observer = observer;
    this.#hooks = hooks;
    this.#rules = rules;
    this.#exchange = null;
    this.#resume = null;
    this.#over = false;
    this.#flushed = false;
    this.#first = null;
    this.#waiting = false;
    this.#stall = null;
  }

  begin(exchange: UpstreamExchange): void {
    this.#exchange = exchange;
    const res = this.#res;
    if (res.destroyed) this.#onClose();
    else res.on('close', () => this.#onClose());
  }

  head(status: number, reason: string, rawHeaders: string[], resume: () => void): void {
    if (this.#over) return;
    this.status = status;
    this.#resume = resume;
    const hooks = this.#hooks;
    if (hooks?.head !== undefined) {
      const verdict = this.#judge(hooks, status, rawHeaders);
      if (verdict !== PASS && verdict.kind !== 'pass') {
        this.refuse(verdict);
        return;
      }
    }
    this.#writeHead(status, reason, rawHeaders);
  }

  data(chunk: Buffer): boolean {
    if (this.#over) return true;
    this.bytesOut += chunk.length;
    if (!this.#flushed && this.#first === null) {
      this.#first = chunk;
      return true;
    }
    this.flush();
    if (this.#res.write(chunk)) return true;
    if (!this.#waiting) {
      this.#waiting = true;
      this.#res.once('drain', () => this.#onDrain());
      this.#stall = setTimeout(() => this.#onStall(), STALL_TIMEOUT);
    }
    return false;
  }

  end(rawTrailers: string[]): void {
    if (this.#over) return;
    this.#finish();
    const res = this.#res;
    if (rawTrailers.length > 0 && res.chunkedEncoding) this.#addTrailers(rawTrailers);
    const { req } = res;
    if (this.#first === null) res.end();
    else res.end(this.#first);
    // What the client does not take cannot wait for it for ever: nothing else watches a response that has ended.
    if (res.writableLength > 0) this.#watchFlush();
    // An upstream may answer without having read the request; what is left of it must not stand before the next one.
    if (hasUnread(req)) {
      discardBody(req, ended => {
        if (!ended) req.socket.destroy();
      });
    }
    this.#observer.responseComplete(this);
  }

  fail(error: RequestError): void {
    if (this.#over) return;
    this.#finish();
    if (this.headSent) this.#res.destroy();
    this.#observer.responseFailed(this, error);
  }

  /** Holds the response back for good, before any of it was sent: the observer answers. */
  refuse(verdict: Verdict): void {
    if (this.#over) return;
    this.#finish();
    this.#exchange?.abort();
    this.#observer.responseRefused(this, verdict);
  }

  /** True when the observer was told how it ended. */
  get isOver(): boolean {
    return this.#over;
  }

  #judge(hooks: ResponseHooks, status: number, rawHeaders: string[]): Verdict {
    try {
      return hooks.head?.({ status, httpVersion: '1.1', rawHeaders }) ?? PASS;
    } catch (cause) {
      throw new RequestError('gateway', 'response-hook', 500, 'looking at the response head failed', {
        cause,
      });
    }
  }

  /** Throwing here makes the forwarder abort the exchange and report it to `fail`. */
  #writeHead(status: number, reason: string, rawHeaders: string[]): void {
    const res = this.#res;
    const { req } = res;
    const hasBody = req.method !== 'HEAD' && status !== 204 && status !== 304;
    const chunked = hasBody && req.httpVersionMinor === 1 && !hasLength(rawHeaders);
    const fields = status === 204 ? withoutLength(rawHeaders) : rawHeaders;
    const headers = applyHeaderRules(clientHeaders(fields, chunked), this.#rules);
    try {
      if (reason === '') res.writeHead(status, headers);
      else res.writeHead(status, reason, headers);
    } catch (cause) {
      throw new RequestError('upstream', 'bad-response', 502, 'the response head cannot be passed on', {
        cause,
      });
    }
    this.headSent = true;
    // Head and first bytes go out together when they came together; a head alone must not wait for them (SSE).
    process.nextTick(flushHead, this);
  }

  /** @internal */
  flush(): void {
    if (this.#over || this.#flushed) return;
    this.#flushed = true;
    const first = this.#first;
    this.#first = null;
    if (first === null) this.#res.flushHeaders();
    else this.#res.write(first);
  }

  #watchFlush(): void {
    const stall = setTimeout(() => this.#onStall(), STALL_TIMEOUT);
    const flushed = (): void => clearTimeout(stall);
    this.#res.once('finish', flushed).once('close', flushed);
  }

  #addTrailers(rawTrailers: string[]): void {
    try {
      this.#res.addTrailers(clientTrailers(rawTrailers));
    } catch {
      // A trailer Node will not write: the body is complete without it, and trailers are optional to pass on.
    }
  }

  #onDrain(): void {
    this.#waiting = false;
    if (this.#stall !== null) clearTimeout(this.#stall);
    if (!this.#over) this.#resume?.();
  }

  #onStall(): void {
    this.#res.destroy();
    this.#onClose();
  }

  #onClose(): void {
    if (this.#over) return;
    this.#finish();
    this.#exchange?.abort();
    this.#observer.responseAborted(this);
  }

  #finish(): void {
    this.#over = true;
    if (this.#stall !== null) clearTimeout(this.#stall);
  }
}

function flushHead(sink: ResponseSink): void {
  sink.flush();
}
