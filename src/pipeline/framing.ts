import type { RequestHead } from '../core/index.js';

/** What a request's head says of its body (RFC 9112 section 6.3). Its framing was checked before it came here. */
export interface Framing {
  readonly hasBody: boolean;
  /** Content-Length in bytes; null when the body is chunked. */
  readonly length: number | null;
}

const NO_BODY: Framing = Object.freeze({ hasBody: false, length: 0 });
const CHUNKED: Framing = Object.freeze({ hasBody: true, length: null });

export function framingOf(head: RequestHead): Framing {
  const raw = head.rawHeaders;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i];
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      const length = Number(raw[i + 1]);
      return length === 0 ? NO_BODY : { hasBody: true, length };
    }
    if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') return CHUNKED;
  }
  return NO_BODY;
}
