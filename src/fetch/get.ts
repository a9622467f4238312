import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { mayReach } from './guard.js';

const MOST_REDIRECTS = 5;

export interface GetOptions {
  /** Of what is held already, as the server named it. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** For everything together, redirects too, in milliseconds. */
  readonly timeout: number;
  readonly maxBytes: number;
  /** Whether private, link-local and loopback addresses may be asked. */
  readonly allowPrivate: boolean;
  readonly userAgent: string;
}

export type GetResult =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'fetched';
      readonly body: Buffer;
      readonly etag: string | null;
      readonly lastModified: string | null;
    };

/** A fetch that failed; the message says why. */
export class FetchError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'FetchError';
  }
}

/**
 * Fetches a file over HTTP, unless it has not changed. Every address that is connected to is checked after the name was
 * resolved and before the connection is made, of redirects too.
 * @throws FetchError
 */
export async function get(url: string, options: GetOptions): Promise<GetResult> {
  const agent = new Agent({
    connect: { lookup: options.allowPrivate ? undefined : guardedLookup, timeout: options.timeout },
    connections: 1,
    pipelining: 0,
  });
  try {
    return await follow(url, options, agent, AbortSignal.timeout(options.timeout));
  } catch (error) {
    if (error instanceof FetchError) throw error;
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const reason =
      error instanceof Error && error.name === 'TimeoutError'
        ? `no end within ${options.timeout} ms`
        : message;
    throw new FetchError(`${url}: ${cause instanceof Error ? cause.message : reason}`, { cause: error });
  } finally {
    await agent.destroy();
  }
}

async function follow(
  url: string,
  options: GetOptions,
  agent: Agent,
  signal: AbortSignal,
): Promise<GetResult> {
  let current = checked(url, null, options.allowPrivate);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const headers: Record<string, string> = {
      'user-agent': options.userAgent,
      accept: 'text/plain, text/csv, */*;q=0.5',
      'accept-encoding': 'identity',
    };
    if (options.etag !== null) headers['if-none-match'] = options.etag;
    if (options.lastModified !== null) headers['if-modified-since'] = options.lastModified;
    const response = await request(current, { dispatcher: agent, headers, signal });
    const { statusCode: status } = response;
    const { location } = response.headers;
    if (status === 304) {
      await response.body.dump();
      // Taken at its word, a list that was never fetched would count as fresh.
      if (options.etag === null && options.lastModified === null)
        throw new FetchError(`${current.href} answered 304 to a request without conditions`);
      return { kind: 'unchanged' };
    }
    if (status >= 300 && status < 400 && typeof location === 'string') {
      await response.body.dump();
      current = checked(location, current, options.allowPrivate);
      continue;
    }
    if (status !== 200) {
      await response.body.dump();
      throw new FetchError(`${current.href} answered ${status}`);
    }
    const field = (name: string): string | null => {
      const value = response.headers[name];
      return typeof value === 'string' ? value : null;
    };
    const body = await readUpTo(response.body, options.maxBytes, current.href);
    return { kind: 'fetched', body, etag: field('etag'), lastModified: field('last-modified') };
  }
  throw new FetchError(`${url}: more than ${MOST_REDIRECTS} redirects`);
}

/** @param from what redirected here, or null */
function checked(url: string, from: URL | null, allowPrivate: boolean): URL {
  let next: URL;
  try {
    next = new URL(url, from ?? undefined);
  } catch {
    throw new FetchError(`${JSON.stringify(url)} is no URL`);
  }
  if (next.protocol !== 'https:' && next.protocol !== 'http:')
    throw new FetchError(`${next.href}: neither http nor https`);
  if (from?.protocol === 'https:' && next.protocol === 'http:')
    throw new FetchError(`${from.href} redirects from https to http`);
  const host = next.hostname.startsWith('[') ? next.hostname.slice(1, -1) : next.hostname;
  if (!allowPrivate && isIP(host) !== 0 && !mayReach(host)) throw new FetchError(unreachable(host));
  return next;
}

const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, '', 0);
      return;
    }
    const wrong = addresses.find(({ address }) => !mayReach(address));
    // One that is wrong makes all of them suspect: a name that is half ours is an attack.
    if (wrong !== undefined) callback(new FetchError(`${hostname}: ${unreachable(wrong.address)}`), '', 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, addresses[0].address, addresses[0].family);
  });
};

function unreachable(address: string): string {
  return `${address} is a private, local or reserved address; allowPrivate: true lets it be asked`;
}

async function readUpTo(body: AsyncIterable<Buffer>, most: number, url: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new FetchError(`${url} is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
