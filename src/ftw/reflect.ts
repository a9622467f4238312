/** A response of the test origin. */
export interface ReflectedResponse {
  readonly status: number;
  /** Name, value, … */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

const EMPTY: ReflectedResponse = { status: 200, rawHeaders: ['Content-Length', '0'], body: Buffer.alloc(0) };
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
/** The origin's own to say. */
const FRAMING = /^(content-length|connection|transfer-encoding)$/i;

/**
 * What the origin that the Core Rule Set's tests are written for (albedo) answers: `POST /reflect` answers as its JSON
 * body says (`status`, `headers`, `body` or base64 `encodedBody`), everything else 200 without a body.
 */
export function reflect(method: string, target: string, body: Buffer): ReflectedResponse {
  if (method !== 'POST' || !/^\/reflect(?:[/?]|$)/.test(target)) return EMPTY;
  let wanted: unknown;
  try {
    wanted = JSON.parse(body.toString('utf8'));
  } catch {
    return textResponse(400, 'the body is not JSON');
  }
  if (typeof wanted !== 'object' || wanted === null) return textResponse(400, 'the body is no JSON object');
  const { status = 200, headers = {}, body: text = '', encodedBody = '' } = wanted as Record<string, unknown>;
  if (typeof status !== 'number' || status < 200 || status > 599)
    return textResponse(400, 'an unusable status');
  const bytes = text === '' ? Buffer.from(String(encodedBody), 'base64') : Buffer.from(String(text), 'utf8');
  const rawHeaders: string[] = [];
  for (const [name, value] of Object.entries(headers as Record<string, unknown>)) {
    if (!TOKEN.test(name) || FRAMING.test(name) || /[\r\n\0]/.test(String(value))) continue;
    rawHeaders.push(name, Buffer.from(String(value), 'utf8').toString('latin1'));
  }
  const hasType = rawHeaders.some((name, i) => i % 2 === 0 && /^content-type$/i.test(name));
  if (bytes.length > 0 && !hasType) rawHeaders.push('Content-Type', sniffType(bytes));
  rawHeaders.push('Content-Length', String(bytes.length));
  return { status, rawHeaders, body: bytes };
}

function textResponse(status: number, text: string): ReflectedResponse {
  const body = Buffer.from(text);
  const rawHeaders = ['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', String(body.length)];
  return { status, rawHeaders, body };
}

const HTML =
  /^<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[ >]/i;

/** The media type that the origin's HTTP library would guess from a body's beginning, as far as tests depend on it. */
function sniffType(body: Buffer): string {
  const start = body.toString('latin1', 0, 512).replace(/^[\t\n\f\r ]+/, '');
  if (HTML.test(start)) return 'text/html; charset=utf-8';
  if (start.startsWith('<?xml')) return 'text/xml; charset=utf-8';
  if (start.startsWith('%PDF-')) return 'application/pdf';
  const isBinary = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(start);
  return isBinary ? 'application/octet-stream' : 'text/plain; charset=utf-8';
}
