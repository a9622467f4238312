import type { Site, Transaction, Verdict } from '../core/index.js';
import { negotiateLanguage, negotiateType } from './negotiate.js';
import { BUILT_IN_POLICY, builtInPage, CONTENT_TYPES, OWN_PAGE_POLICY } from './page.js';
import { escapeHtml, Template } from './template.js';

/** An answer of the gateway's own. A responder to HEAD sends the headers (Content-Length too) without the body. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a page needs to know of a refusal or failure: a block verdict or a `RequestError` has it. */
export interface PageStatus {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Further header fields, names in lower case. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Of a failure: `unavailable` is shown the site's maintenance page. */
  readonly code?: string;
}

/** Seconds after which a client that was told 429 without a time may come back. */
const DEFAULT_RETRY_AFTER = 30;

const EMPTY = Buffer.alloc(0);
const blockPages = new WeakMap<Site, Template>();
const maintenancePages = new WeakMap<Site, Template>();

function ownPage(pages: WeakMap<Site, Template>, site: Site, source: string): Template {
  let page = pages.get(site);
  if (page === undefined) {
    page = new Template(source, escapeHtml);
    pages.set(site, page);
  }
  return page;
}

/** The site's page for this, or null for the built-in one. */
function pageOfSite(site: Site | null, status: number, code: string | undefined): Template | null {
  if (site === null) return null;
  if (status < 500) return site.blockPage === null ? null : ownPage(blockPages, site, site.blockPage);
  if (code !== 'unavailable' || site.maintenancePage === null) return null;
  return ownPage(maintenancePages, site, site.maintenancePage);
}

/**
 * The page for a request that was refused or could not be answered. It shows the status, a message, the request id and
 * the time; nothing of the rule, the list or the upstream.
 *
 * HTML, JSON or plain text by Accept, English or Japanese by Accept-Language. A site's own page replaces the HTML for
 * 4xx; its placeholders are `{{id}}`, `{{status}}` and `{{time}}`. For 5xx the built-in page stays: the visitor was not
 * blocked; while no upstream can be asked, its maintenance page is shown.
 *
 * @param refusal status outside 400–599 is answered as 403
 */
export function blockPage(
  transaction: Transaction,
  refusal: PageStatus,
  accept: string | undefined,
  acceptLanguage: string | undefined,
): Answer {
  const { status: wanted } = refusal;
  const status = Number.isInteger(wanted) && wanted >= 400 && wanted <= 599 ? wanted : 403;
  const type = negotiateType(accept);
  const language = negotiateLanguage(acceptLanguage);
  const own = type === 'html' ? pageOfSite(transaction.site, status, refusal.code) : null;
  const page = own ?? builtInPage(status, type, language);
  const body = page.render({
    id: transaction.id,
    time: new Date(transaction.startedAt).toISOString(),
    status: String(status),
  });
  const headers: Record<string, string> = {
    'content-type': CONTENT_TYPES[type],
    'content-length': String(body.length),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': own === null ? BUILT_IN_POLICY : OWN_PAGE_POLICY,
  };
  if (own === null) headers['content-language'] = language;
  const retryAfter = refusal.retryAfter ?? (status === 429 ? DEFAULT_RETRY_AFTER : undefined);
  if (retryAfter !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfter)));
  Object.assign(headers, refusal.fields);
  return { status, headers, body };
}

/** A `to` may be built from request data by a rule's macros: what is not visible ASCII is percent-encoded. */
function locationOf(to: string): string {
  let location = '';
  for (let i = 0; i < to.length; i++) {
    const code = to.charCodeAt(i);
    if (code > 0x20 && code < 0x7f) location += to[i];
    else location += encodeByteString(code);
  }
  return location;
}

function encodeByteString(code: number): string {
  return code > 0xff ? '' : `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

/**
 * The answer to send for a verdict that `decide` let stand.
 * @returns null for `pass` (nothing to answer) and `drop` (close the connection without a byte)
 */
export function answerFor(
  transaction: Transaction,
  verdict: Verdict,
  accept: string | undefined,
  acceptLanguage: string | undefined,
): Answer | null {
  switch (verdict.kind) {
    case 'pass':
    case 'drop':
      return null;
    case 'block':
      return blockPage(transaction, verdict, accept, acceptLanguage);
    case 'redirect':
      return {
        status: verdict.status,
        headers: {
          location: locationOf(verdict.to),
          'content-length': '0',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        },
        body: EMPTY,
      };
  }
}
