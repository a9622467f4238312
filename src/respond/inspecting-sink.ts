import {
  PASS,
  RequestError,
  type ResponseHead,
  type UpstreamExchange,
  type UpstreamSink,
  type Verdict,
} from '../core/index.js';
import type { ResponseSink } from './sink.js';

/** Looks at a response and, where it wants to, at its body, before the client sees any of it. */
export interface ResponseInspector {
  /** Anything but a pass holds the response back for good. Throwing fails the exchange. */
  head(head: ResponseHead): Verdict;
  /** Asked after a head that passed. @returns most bytes of the body to hold back; null: it is sent on as it comes */
  holds(head: ResponseHead): number | null;
  /** Asked before each chunk is held. @returns false when there is no room: what is held already is looked at then */
  mayKeep(bytes: number): boolean;
  /** @param body all of it when `complete`, else its beginning. A rejection fails the exchange. */
  body(head: ResponseHead, body: Buffer, complete: boolean): Promise<Verdict>;
}

/**
 * Stands before a `ResponseSink` where response bodies are inspected: head and body are held until the inspector has
 * seen the body or as much of it as it wants, and then go on exactly as they came.
 */
export class InspectingSink implements UpstreamSink {
  readonly #sink: ResponseSink;
  readonly #inspector: ResponseInspector;
  #exchange: UpstreamExchange | null = null;
  #state: 'holding' | 'judging' | 'open' = 'holding';
  #head: ResponseHead | null = null;
  #sendHead: () => void = () => {};
  #resume: () => void = () => {};
  #limit = 0;
  #chunks: Buffer[] = [];
  #size = 0;
  #trailers: string[] | null = null;

  constructor(sink: ResponseSink, inspector: ResponseInspector) {
    this.#sink = sink;
    this.#inspector = inspector;
  }

  begin(exchange: UpstreamExchange): void {
    this.#exchange = exchange;
    this.#sink.begin(exchange);
  }

  head(status: number, reason: string, rawHeaders: string[], resume: () => void): void {
    if (this.#sink.isOver) return;
    const head: ResponseHead = { status, httpVersion: '1.1', rawHeaders };
    const verdict = this.#inspector.head(head);
    if (verdict.kind !== 'pass') {
      this.#sink.refuse(verdict);
      return;
    }
    const limit = this.#inspector.holds(head);
    if (limit === null) {
      this.#state = 'open';
      this.#sink.head(status, reason, rawHeaders, resume);
      return;
    }
    this.#head = head;
    this.#limit = limit;
    this.#resume = resume;
    this.#sendHead = () => this.#sink.head(status, reason, rawHeaders, resume);
  }

  data(chunk: Buffer): boolean {
    if (this.#state === 'open') return this.#sink.data(chunk);
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#state === 'holding' && (this.#size > this.#limit || !this.#inspector.mayKeep(chunk.length))) {
      this.#judge(false);
    }
    return this.#state === 'holding';
  }

  end(rawTrailers: string[]): void {
    if (this.#state === 'open') {
      this.#sink.end(rawTrailers);
      return;
    }
    this.#trailers = rawTrailers;
    if (this.#state === 'holding') this.#judge(true);
  }

  fail(error: RequestError): void {
    this.#chunks = [];
    this.#sink.fail(error);
  }

  #judge(complete: boolean): void {
    const head = this.#head;
    if (head === null || this.#sink.isOver) return;
    this.#state = 'judging';
    const body = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#inspector
      .body(head, complete ? body : body.subarray(0, this.#limit), complete)
      .then(verdict => this.#release(verdict))
      .catch(cause => this.#broken(cause));
  }

  #release(verdict: Verdict): void {
    const sink = this.#sink;
    if (sink.isOver) return;
    if (verdict !== PASS && verdict.kind !== 'pass') {
      this.#chunks = [];
      sink.refuse(verdict);
      return;
    }
    this.#state = 'open';
    this.#sendHead();
    let takesMore = true;
    for (const chunk of this.#chunks) takesMore = sink.data(chunk);
    this.#chunks = [];
    if (this.#trailers !== null) sink.end(this.#trailers);
    // Otherwise the sink resumes once the client has read.
    else if (takesMore) this.#resume();
  }

  #broken(cause: unknown): void {
    const error =
      cause instanceof RequestError
        ? cause
        : new RequestError('gateway', 'response-inspection', 500, 'looking at the response body failed', {
            cause,
          });
    this.#exchange?.abort();
    this.fail(error);
  }
}
