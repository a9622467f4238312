import { lowerAscii, type RuleMatch, type Transaction } from '../core/index.js';
import { milliseconds } from './access.js';
import { MASK } from './mask/fields.js';
import { MAX_SECRET, type Masker, type Secret } from './mask/masker.js';
import { quote, quoteBytes } from './text.js';

/** Most bytes of one value, and of a whole line. */
const MAX_VALUE = 2048;
const MAX_LINE = 64 * 1024;
/** Values of a line that came out too long all the same (bytes that take six characters each in JSON). */
const SHORT_VALUE = 256;
/** Rule text is masked before it is cut, so that no secret is cut out of recognition; this much of it is looked at. */
const MASK_WINDOW = 8192;

/** Most bytes of JSON that headers and rules may take, and most entries of each list. */
const MAX_HEADERS_JSON = 20 * 1024;
const MAX_RULES_JSON = 28 * 1024;
const MAX_FAULTS = 8;
const MAX_TAGS = 32;
const MAX_OMITTED_IDS = 200;

const SEVERITIES = ['EMERGENCY', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'] as const;

/** Header fields of one name joined as one value (RFC 9110 section 5.3; Cookie and Set-Cookie with `; `). */
function joinHeaders(transaction: Transaction, masker: Masker): Map<string, string> {
  const joined = new Map<string, string>();
  const raw = transaction.head.rawHeaders;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = lowerAscii(raw[i]);
    const value = masker.header(name, raw[i + 1]);
    const before = joined.get(name);
    const separator = name === 'cookie' || name === 'set-cookie' ? '; ' : ', ';
    joined.set(name, before === undefined ? value : before + separator + value);
  }
  return joined;
}

/** Entries of a list or object, as many as fit into a number of bytes. */
class Entries {
  json = '';
  omitted = 0;
  #room: number;

  constructor(bytes: number) {
    this.#room = bytes;
  }

  /** @returns false, and counts the entry as omitted, when it has no room */
  add(entry: string): boolean {
    const size = Buffer.byteLength(entry) + 1;
    if (size > this.#room) {
      this.omitted++;
      return false;
    }
    this.#room -= size;
    this.json += this.json === '' ? entry : `,${entry}`;
    return true;
  }
}

function headersJson(transaction: Transaction, masker: Masker, limit: number): string {
  const entries = new Entries(MAX_HEADERS_JSON);
  for (const [name, value] of joinHeaders(transaction, masker)) {
    entries.add(`${quoteBytes(name, 256)}:${quoteBytes(value, limit)}`);
  }
  const json = `"headers":{${entries.json}}`;
  return entries.omitted === 0 ? json : `${json},"headersOmitted":${entries.omitted}`;
}

/** Text that a rule quotes, masked within the window, then cut to `limit`. */
function quotedJson(text: string, masker: Masker, secrets: readonly Secret[], limit: number): string {
  if (text.length <= MASK_WINDOW) return quoteBytes(masker.quoted(text, secrets), limit);
  const masked = masker.quoted(text.slice(0, MASK_WINDOW), secrets);
  // The window may end inside a secret, which then was not recognised: its last part is not shown.
  const safe = masked.slice(0, Math.max(0, masked.length - MAX_SECRET));
  return quoteBytes(safe, limit, text.length - MASK_WINDOW + masked.length - safe.length);
}

function ruleJson(match: RuleMatch, masker: Masker, secrets: readonly Secret[], limit: number): string {
  const isSecret = masker.isSecretTarget(match.target);
  const bounded = (text: string, most: number): string => {
    if (isSecret) return text === '' ? '""' : `"${MASK}"`;
    return quotedJson(text, masker, secrets, most);
  };
  const severity = match.severity === null ? 'null' : `"${SEVERITIES[match.severity] ?? match.severity}"`;
  const tags = match.tags.slice(0, MAX_TAGS).map(tag => quoteBytes(tag, 128));
  return (
    `{"id":${match.id},"msg":${quotedJson(match.msg, masker, secrets, 512)},"severity":${severity}` +
    `,"tags":[${tags.join(',')}],"target":${quoteBytes(match.target, 256)},"value":${bounded(match.value, limit)}` +
    `,"phase":${match.phase},"file":${quote(match.file)},"line":${match.line},"logdata":${bounded(match.logdata, limit)}}`
  );
}

function rulesJson(transaction: Transaction, masker: Masker, limit: number): string {
  const { matches, head } = transaction;
  if (matches.length === 0) return '"rules":[]';
  const secrets = masker.secretsOf(head, matches);
  const entries = new Entries(MAX_RULES_JSON);
  let shown = 0;
  while (shown < matches.length && entries.add(ruleJson(matches[shown], masker, secrets, limit))) shown++;
  const json = `"rules":[${entries.json}]`;
  if (shown === matches.length) return json;
  const ids = [...new Set(matches.slice(shown).map(match => match.id))];
  return `${json},"rulesOmitted":${matches.length - shown},"omittedRuleIds":${JSON.stringify(ids.slice(0, MAX_OMITTED_IDS))}`;
}

function verdictJson(transaction: Transaction): string {
  const { verdict, mode, detectedOnly } = transaction;
  let json = `"mode":"${mode}","verdict":"${verdict.kind}"`;
  if (verdict.kind === 'pass') return json;
  if (detectedOnly) json += ',"detectedOnly":true';
  if (verdict.kind !== 'drop') json += `,"status":${verdict.status}`;
  return `${json},"reason":"${verdict.reason}","by":${typeof verdict.by === 'number' ? verdict.by : quote(verdict.by)}`;
}

function render(transaction: Transaction, masker: Masker, limit: number): string {
  const { head, client, site } = transaction;
  const faults = transaction.faults
    .slice(0, MAX_FAULTS)
    .map(
      fault =>
        `{"source":"${fault.source}","code":${quoteBytes(fault.code, 64)},"message":${quoteBytes(fault.message, 200)}}`,
    );
  const times = [
    `"total":${milliseconds(transaction.endedAt - transaction.startedTick)}`,
    `"inspection":${milliseconds(transaction.inspectionTime)}`,
    `"upstream":${transaction.upstreamTime === null ? 'null' : milliseconds(transaction.upstreamTime)}`,
  ];
  const clientJson =
    client === null
      ? 'null'
      : `{"ip":${quote(client.ip)},"country":${client.country === null ? 'null' : quote(client.country)},"port":${client.port}}`;
  return (
    `{"time":"${new Date(transaction.startedAt).toISOString()}","id":${quote(transaction.id)}` +
    `,"site":${site === null ? 'null' : quote(site.name)},"client":${clientJson}` +
    `,"request":{"method":${quoteBytes(head.method, 64)},"uri":${quoteBytes(masker.uri(head.target), limit)}` +
    `,"protocol":${quoteBytes(`HTTP/${head.httpVersion}`, 16)},${headersJson(transaction, masker, limit)}}` +
    `,"response":{"status":${transaction.status}},"outcome":"${transaction.outcome}",${verdictJson(transaction)}` +
    `,${rulesJson(transaction, masker, limit)},"score":${transaction.score ?? 'null'}` +
    `,"uninspected":${JSON.stringify([...new Set(transaction.uninspected)])},"faults":[${faults.join(',')}]` +
    `,"times":{${times.join(',')}}}`
  );
}

/**
 * The audit line of a transaction, without its newline: one JSON object of at most 64 KiB. Text from the request is
 * shown as `decodeBytes` says; a value over 2 KiB ends in `...[+N bytes]`; `headersOmitted` and `rulesOmitted` count what
 * had no room, and `omittedRuleIds` names the rules of the latter: that a rule matched is never lost. Secrets are `***`. Times are in milliseconds.
 */
export function auditLine(transaction: Transaction, masker: Masker): string {
  const line = render(transaction, masker, MAX_VALUE);
  if (line.length <= MAX_LINE / 3 || Buffer.byteLength(line) <= MAX_LINE) return line;
  return render(transaction, masker, SHORT_VALUE);
}
