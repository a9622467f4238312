import type { Dispatcher } from 'undici';
import type { RequestError, UpstreamExchange, UpstreamSink } from '../core/index.js';
import type { BodyStream } from './body.js';
import { countsAgainstUpstream, toRequestError } from './errors.js';
import type { Member } from './member.js';

/** What undici is asked to send. `servername` is known to its Request but not to its types. */
export interface UpstreamRequest extends Dispatcher.DispatchOptions {
  readonly headers: string[];
  readonly body: Buffer | BodyStream | null;
  readonly servername: string;
}

/** Who knows of other upstreams, and what the client shall keep of its choice. */
export interface Choices {
  /** Another upstream for a request that one failed; null: the failure stands. */
  another(exchange: Exchange, fault: RequestError): Member | null;
  /** The value of a Set-Cookie field for the client, or null. */
  cookieFor(exchange: Exchange): string | null;
}

/**
 * One request on its way: undici's handler and the sink's exchange in one object, so that nothing else is made for it.
 * It implements undici 7's callback interface (`onConnect` … `onError`) rather than the newer controller one, which
 * would parse every response head into an object with lower-case keys and lose case, order and bytes.
 */
export class Exchange implements UpstreamExchange, Dispatcher.DispatchHandler {
  /** Upstreams that failed it, in order. */
  failed: Member[] | null = null;
  #abort: ((error?: Error) => void) | null = null;
  #over = false;
  #counted = false;
  #answered = false;
  #started = false;
  #repeated = false;

  /** @param key what sticky balancing goes by; see `choose` */
  constructor(
    public member: Member,
    readonly choices: Choices,
    readonly request: UpstreamRequest,
    readonly sink: UpstreamSink,
    readonly key: string,
  ) {}

  /**
   * undici must find nothing to refuse in the request: a Pool counts the connection it chose for a refused request as
   * busy for ever. llhttp's rules for targets, names and values are undici's, and `upstreamHeaders` leaves out the rest;
   * the tests send every byte.
   */
  start(): void {
    this.#counted = true;
    this.member.dispatch(this);
  }

  /** True once something of an answer came: the upstream has seen the request. */
  get hasStarted(): boolean {
    return this.#started;
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#abort !== null) this.#abort();
    // Still queued: onConnect gives it up when its turn comes. The client's body is let go of at once.
    else this.#dropBody();
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort;
    if (this.#over) abort();
  }

  onResponseStarted(): void {
    this.#started = true;
  }

  onHeaders(status: number, headers: Buffer[], resume: () => void, reason: string): boolean {
    // 100 never comes (Expect is not passed on), 101 cannot; 102 and 103 are optional to forward (RFC 9110 section 15.2).
    if (status < 200 || this.#over) return true;
    this.#answered = true;
    const { member } = this;
    if (member.isWatched) member.health.succeed();
    const raw: string[] = new Array(headers.length);
    for (let i = 0; i < headers.length; i++) raw[i] = headers[i].toString('latin1');
    const cookie = this.choices.cookieFor(this);
    if (cookie !== null) raw.push('Set-Cookie', cookie);
    this.sink.head(status, isAscii(reason) ? reason : '', raw, resume);
    if ((status === 304 || status === 204) && announcesBody(raw)) this.#endWithoutBody();
    return true;
  }

  onData(chunk: Buffer): boolean {
    return this.#over || this.sink.data(chunk);
  }

  onComplete(trailers: readonly (string | Buffer)[] | null): void {
    this.#release();
    if (this.#over) return;
    this.#over = true;
    // Answered before the request was read: what the client still sends is for the sink to deal with.
    this.#dropBody();
    const raw: string[] = [];
    if (trailers !== null) {
      for (const part of trailers) raw.push(typeof part === 'string' ? part : part.toString('latin1'));
    }
    this.sink.end(raw);
  }

  onError(error: Error): void {
    this.#release();
    if (this.#over) return;
    const { member } = this;
    const fault = toRequestError(error, member.url);
    if (!this.#answered && countsAgainstUpstream(fault)) {
      // A kept-alive connection that was closed while it was idle says nothing about the upstream.
      if (this.#mayRepeat(fault)) {
        this.#repeated = true;
        this.#again(member);
        return;
      }
      member.failures++;
      member.health.fail(performance.now());
      const another = this.choices.another(this, fault);
      if (another !== null) {
        member.retries++;
        this.#again(another);
        return;
      }
    }
    this.#over = true;
    this.sink.fail(fault);
  }

  #again(member: Member): void {
    this.#abort = null;
    this.member = member;
    this.start();
  }

  /**
   * A 304 may tell the length of the body it does not have (RFC 9110 section 8.6), and a 204 does at times. undici would
   * wait for that body, or take the next answer for it: the response is complete, and the connection is given up.
   */
  #endWithoutBody(): void {
    if (this.#over) return;
    this.#over = true;
    this.#dropBody();
    this.sink.end([]);
    this.#abort?.();
  }

  /**
   * An upstream may close a kept-alive connection at the very moment a request is written to it. Nothing of an answer
   * was seen then, and a safe request without a body can be sent once more (RFC 9110 section 9.2.2, 9112 section 9.3.1).
   */
  #mayRepeat(fault: RequestError): boolean {
    const { method, body } = this.request;
    return (
      fault.code === 'reset' &&
      !this.#started &&
      !this.#repeated &&
      body === null &&
      (method === 'GET' || method === 'HEAD')
    );
  }

  #dropBody(): void {
    const { body } = this.request;
    if (body !== null && !Buffer.isBuffer(body)) body.destroy();
  }

  #release(): void {
    if (!this.#counted) return;
    this.#counted = false;
    this.member.active--;
  }
}

function announcesBody(rawHeaders: readonly string[]): boolean {
  for (let i = 0; i < rawHeaders.length; i += 2) {
    switch (rawHeaders[i].length) {
      case 14:
        if (rawHeaders[i].toLowerCase() === 'content-length' && rawHeaders[i + 1] !== '0') return true;
        break;
      case 17:
        if (rawHeaders[i].toLowerCase() === 'transfer-encoding') return true;
        break;
    }
  }
  return false;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char < 0x20 || char > 0x7e) return false;
  }
  return true;
}
