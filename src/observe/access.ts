import type { Transaction } from '../core/index.js';
import type { Masker } from './mask/masker.js';
import { escapeCombined, quote, quoteBytes } from './text.js';

export type AccessFormat = 'json' | 'combined';

/** Most bytes of each part of a line that comes from the client. */
const MAX_URI = 4096;
const MAX_FIELD = 1024;
const MAX_METHOD = 32;

/** Makes one line of the access log, without its newline. */
export type AccessFormatter = (transaction: Transaction, masker: Masker) => string;

/** The decimals of n thousandths without trailing zeros: '', '.001' … '.999'. */
const DECIMALS: readonly string[] = Array.from({ length: 1000 }, (_, n) => String(n / 1000).slice(1));

/** Milliseconds as JSON, with at most three decimals. V8 takes long to print a fraction, and each line has three of them. */
export function milliseconds(value: number): string {
  const micros = Math.round(value * 1000);
  if (!(micros >= 0 && micros < 2 ** 31)) return String(micros / 1000);
  const whole = Math.floor(micros / 1000);
  return whole + DECIMALS[micros - whole * 1000];
}

/** `HTTP/1.1`; HTTP/2 is written `HTTP/2.0`, as log readers expect it. */
function protocolOf(transaction: Transaction): string {
  return `HTTP/${transaction.head.httpVersion}`;
}

/**
 * One JSON object in the shape of the program's log (`level` 30, `time` in milliseconds since the epoch, `msg`), with
 * the request's fields. `reason` and `by` stand only where a step objected, `detectedOnly` where the mode let it go
 * on all the same. Times are in milliseconds, sizes in bytes of the bodies.
 */
function json(transaction: Transaction, masker: Masker): string {
  const { head, client, site, verdict } = transaction;
  const host = head.header('host');
  const userAgent = head.header('user-agent');
  const referer = head.header('referer');
  // What the gateway makes itself (id, address, version, words of closed sets) needs no escaping.
  let line =
    `{"level":30,"time":${transaction.startedAt},"msg":"request","id":"${transaction.id}"` +
    `,"site":${site === null ? 'null' : quote(site.name)},"client":${client === null ? 'null' : `"${client.ip}"`}` +
    `,"country":${client?.country == null ? 'null' : quote(client.country)},"method":${quoteBytes(head.method, MAX_METHOD)}`;
  if (host !== undefined) line += `,"host":${quoteBytes(host, MAX_FIELD)}`;
  line +=
    `,"uri":${quoteBytes(masker.uri(head.target), MAX_URI)},"protocol":"${protocolOf(transaction)}"` +
    `,"status":${transaction.status},"outcome":"${transaction.outcome}"`;
  if (verdict.kind !== 'pass') {
    line += `,"reason":"${verdict.reason}","by":${typeof verdict.by === 'number' ? verdict.by : quote(verdict.by)}`;
    if (transaction.detectedOnly) line += ',"detectedOnly":true';
  }
  line +=
    `,"bytesIn":${transaction.bytesIn},"bytesOut":${transaction.bytesOut}` +
    `,"duration":${milliseconds(transaction.endedAt - transaction.startedTick)}` +
    `,"inspection":${milliseconds(transaction.inspectionTime)}`;
  if (transaction.upstreamTime !== null) line += `,"upstream":${milliseconds(transaction.upstreamTime)}`;
  if (userAgent !== undefined) line += `,"userAgent":${quoteBytes(userAgent, MAX_FIELD)}`;
  if (referer !== undefined) line += `,"referer":${quoteBytes(masker.uri(referer), MAX_FIELD)}`;
  return `${line}}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** Makes `10/Oct/2026:13:55:36 +0000`, at most once a second. */
class CombinedClock {
  #second = -1;
  #text = '';

  at(time: number): string {
    const second = Math.floor(time / 1000);
    if (second !== this.#second) {
      const date = new Date(second * 1000);
      const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
      const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
      this.#second = second;
      this.#text = `${day}:${clock} +0000`;
    }
    return this.#text;
  }
}

/**
 * The combined log format of Apache httpd (`%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"`), in UTC. A client
 * that got no answer has, as in nginx, status 499 when it went away and 444 when the connection was dropped.
 */
function combined(transaction: Transaction, masker: Masker, clock: CombinedClock): string {
  const { head, client, outcome } = transaction;
  const status = transaction.status || (outcome === 'aborted' ? 499 : 444);
  const method = escapeCombined(head.method, MAX_METHOD) || '-';
  const uri = escapeCombined(masker.uri(head.target), MAX_URI) || '-';
  const referer = escapeCombined(masker.uri(head.header('referer') ?? '-'), MAX_FIELD);
  const userAgent = escapeCombined(head.header('user-agent') ?? '-', MAX_FIELD);
  return (
    `${client?.ip ?? '-'} - - [${clock.at(transaction.startedAt)}] "${method} ${uri} ${protocolOf(transaction)}" ` +
    `${status} ${transaction.bytesOut || '-'} "${referer}" "${userAgent}"`
  );
}

export function createAccessFormatter(format: AccessFormat): AccessFormatter {
  if (format === 'json') return json;
  const clock = new CombinedClock();
  return (transaction, masker) => combined(transaction, masker, clock);
}
