import type { RuleMatch, Transaction } from '../core/index.js';
import { milliseconds } from './access.js';
import { contentJson } from './audit-content.js';
import { Entries } from './audit-entries.js';
import { type AuditPolicy, plainPolicy } from './audit-policy.js';
import { headersJson, quotedJson } from './audit-text.js';
import { MASK } from './mask/fields.js';
import type { Masker, Secret } from './mask/masker.js';
import { quote, quoteBytes } from './text.js';

/** Most bytes of one value, and of a whole line. */
const MAX_VALUE = 2048;
const MAX_LINE = 64 * 1024;
/** Values of a line that came out too long all the same (bytes that take six characters each in JSON). */
const SHORT_VALUE = 256;
/** Most bytes of JSON that headers and rules may take, and most entries of each list. */
const MAX_HEADERS_JSON = 20 * 1024;
const MAX_RULES_JSON = 28 * 1024;
const MAX_FAULTS = 8;
const MAX_TAGS = 32;
const MAX_OMITTED_IDS = 200;

const SEVERITIES = ['EMERGENCY', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'] as const;

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
    `,"phase":${match.phase},"file":${quote(match.file)},"line":${match.line},"logdata":${bounded(match.logdata, limit)}${describedJson(match)}}`
  );
}

/** What the rule says of itself, as far as it does. */
function describedJson({ version, revision, maturity, accuracy }: RuleMatch): string {
  let json = '';
  if (version !== undefined) json += `,"ver":${quoteBytes(version, 128)}`;
  if (revision !== undefined) json += `,"rev":${quoteBytes(revision, 128)}`;
  if (maturity !== undefined) json += `,"maturity":${maturity}`;
  if (accuracy !== undefined) json += `,"accuracy":${accuracy}`;
  return json;
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

/** What part H shows beside the rules. */
function trailerJson(transaction: Transaction, components: readonly string[]): string {
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
  const sets = components.slice(0, MAX_TAGS).map(component => quoteBytes(component, 128));
  return (
    `,"score":${transaction.score ?? 'null'}` +
    `,"uninspected":${JSON.stringify([...new Set(transaction.uninspected)])},"faults":[${faults.join(',')}]` +
    `,"times":{${times.join(',')}}${sets.length === 0 ? '' : `,"components":[${sets.join(',')}]`}`
  );
}

function clientJson({ client }: Transaction): string {
  if (client === null) return 'null';
  const country = client.country === null ? 'null' : quote(client.country);
  return `{"ip":${quote(client.ip)},"country":${country},"port":${client.port}}`;
}

function render(transaction: Transaction, masker: Masker, policy: AuditPolicy, limit: number): string {
  const { head, site } = transaction;
  const parts = transaction.auditParts ?? policy.parts;
  const content = contentJson(transaction, masker, parts, limit);
  const application = policy.webAppId === null ? '' : `,"webApp":${quoteBytes(policy.webAppId, 128)}`;
  const headers = parts.includes('B')
    ? `,${headersJson(head.rawHeaders, masker, MAX_HEADERS_JSON, limit)}`
    : '';
  const rules = /[HK]/.test(parts) ? `,${rulesJson(transaction, masker, limit)}` : '';
  return (
    `{"time":"${new Date(transaction.startedAt).toISOString()}","id":${quote(transaction.id)}` +
    `,"site":${site === null ? 'null' : quote(site.name)}${application},"client":${clientJson(transaction)}` +
    `,"request":{"method":${quoteBytes(head.method, 64)},"uri":${quoteBytes(masker.uri(head.target), limit)}` +
    `,"protocol":${quoteBytes(`HTTP/${head.httpVersion}`, 16)}${headers}${content.request}}` +
    `,"response":{"status":${transaction.status}${content.response}},"outcome":"${transaction.outcome}"` +
    `,${verdictJson(transaction)}${rules}${parts.includes('H') ? trailerJson(transaction, policy.components) : ''}}`
  );
}

/**
 * The audit line of a transaction, without its newline: one JSON object of at most 64 KiB. Text from the request is
 * shown as `decodeBytes` says; a value over 2 KiB ends in `...[+N bytes]`; `headersOmitted` and `rulesOmitted` count what
 * had no room, and `omittedRuleIds` names the rules of the latter: that a rule matched is never lost. Secrets are `***`. Times are in milliseconds.
 */
export function auditLine(
  transaction: Transaction,
  masker: Masker,
  policy: AuditPolicy = plainPolicy('all'),
): string {
  const line = render(transaction, masker, policy, MAX_VALUE);
  if (line.length <= MAX_LINE / 3 || Buffer.byteLength(line) <= MAX_LINE) return line;
  return render(transaction, masker, policy, SHORT_VALUE);
}
