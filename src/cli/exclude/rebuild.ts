import type { AuditedRequest } from './audit-line.js';

/** How the log shows a secret, and the end of a value that it cut. */
const MASK = '***';
const CUT = /\.\.\.\[\+\d+ bytes\]$/;

export interface Rebuilt {
  readonly raw: Buffer;
  /** Matches whose value the line does not hold, or that no request can be given back. */
  readonly missing: readonly string[];
}

/**
 * A request that shows rules what the line says they matched: arguments of the body stand in a form, under the names that
 * rules saw. It is not the one that was blocked, whose body the log does not keep.
 */
export function rebuild({ method, uri, headers, matches }: AuditedRequest, host: string): Rebuilt {
  const missing = new Set<string>();
  const query = new Set([...new URLSearchParams(uri.slice(uri.indexOf('?') + 1)).keys()]);
  const fields = new Map<string, string>();
  const lines = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  for (const { target, value } of matches) {
    const [, kind, key] = /^(ARGS(?:_POST)?|REQUEST_HEADERS|REQUEST_COOKIES):([\s\S]+)$/.exec(target) ?? [];
    if (kind === undefined) {
      if (
        !/^(?:TX|ARGS_NAMES|ARGS_GET|REQUEST_(?:URI|FILENAME|LINE|BASENAME|METHOD|COOKIES_NAMES)|QUERY_STRING|MATCHED_)/.test(
          target,
        )
      )
        missing.add(target);
    } else if (value.includes(MASK) || CUT.test(value)) missing.add(target);
    else if (kind.startsWith('ARGS')) {
      if (!query.has(key) && !fields.has(key)) fields.set(key, value);
    } else if (kind === 'REQUEST_HEADERS' && !lines.has(key.toLowerCase()))
      lines.set(key.toLowerCase(), value);
    else if (kind === 'REQUEST_COOKIES' && !lines.has('cookie'))
      lines.set('cookie', `${key}=${percent(value)}`);
  }
  const body = [...fields].map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&');
  for (const name of ['host', 'content-length', 'transfer-encoding', 'content-encoding', 'connection'])
    lines.delete(name);
  if (body !== '')
    lines.set('content-type', 'application/x-www-form-urlencoded').set('content-length', `${body.length}`);
  const head = [...lines].map(([name, value]) => `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}\r\n`).join('');
  const verb = body !== '' && /^(?:GET|HEAD)$/.test(method) ? 'POST' : method;
  const text = `${verb} ${uri.replace(/[\s\0]/g, '%20')} HTTP/1.1\r\nHost: ${host}\r\n${head}\r\n${body}`;
  return { raw: Buffer.from(text, 'latin1'), missing: [...missing] };
}

/** For byte strings. */
function percent(text: string): string {
  return text.replace(/[^\w.~-]/g, char => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
