import { PASS, RequestError, type Verdict } from '../core/index.js';
import type { RunningSite } from '../gateway/running.js';

/** What the site's `onFault` says of a fault in inspection. */
export function faultVerdict(site: RunningSite | null): Verdict {
  if (site !== null && site.site.onFault === 'pass') return PASS;
  return { kind: 'block', status: 500, reason: 'fault', by: 'onFault' };
}

/** @param step the step that threw: the code of a fault of our own */
export function asRequestError(error: unknown, step: string): RequestError {
  if (error instanceof RequestError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new RequestError('gateway', step, 500, message, { cause: error });
}

export const BODY_TOO_LARGE: Verdict = Object.freeze({
  kind: 'block',
  status: 413,
  reason: 'body-limit',
  by: 'bodyLimit',
});

export const RESPONSE_TOO_LARGE: Verdict = Object.freeze({
  kind: 'block',
  status: 500,
  reason: 'body-limit',
  by: 'SecResponseBodyLimit',
});

export const OVERLOADED: Verdict = Object.freeze({
  kind: 'block',
  status: 503,
  reason: 'overload',
  by: 'limits.maxBufferedBytes',
  retryAfter: 5,
});

export const TOO_MANY_WEBSOCKETS: Verdict = Object.freeze({
  kind: 'block',
  status: 503,
  reason: 'overload',
  by: 'websockets',
  retryAfter: 5,
});
