import type { RequestError } from './errors.js';

/**
 * What `forward/` tells about one upstream exchange and `respond/` listens to. Calls come in this order:
 * `begin`, then `head`, any number of `data`, `end`; `fail` may take the place of any of the last three and is final.
 */
export interface UpstreamSink {
  /** Called before anything else, so that the sink can abort at any time. */
  begin(exchange: UpstreamExchange): void;
  /**
   * The final response head (1xx responses are not shown).
   * @param reason the upstream's reason phrase, ASCII, may be empty
   * @param rawHeaders name, value, … as received, one char per byte, hop-by-hop fields included; the sink may keep it
   * @param resume to be called when `data` returned false and more can be taken
   */
  head(status: number, reason: string, rawHeaders: string[], resume: () => void): void;
  /** A chunk of the body, to be used before returning or kept. @returns false to be sent no more until `resume()` */
  data(chunk: Buffer): boolean;
  /** The response is complete. @param rawTrailers name, value, … */
  end(rawTrailers: string[]): void;
  /** The exchange failed, before or after the head. */
  fail(error: RequestError): void;
}

/** One request on its way to the upstream. */
export interface UpstreamExchange {
  /** Gives the exchange up: the upstream connection is closed and the sink is called no more. Harmless when it is over. */
  abort(): void;
}
