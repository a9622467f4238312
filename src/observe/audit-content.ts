import type { AuditBody, AuditContent, Transaction } from '../core/index.js';
import { Entries } from './audit-entries.js';
import { headersJson, quotedJson } from './audit-text.js';
import { MASK } from './mask/fields.js';
import type { Masker, Secret } from './mask/masker.js';
import { quoteBytes } from './text.js';

/** Most bytes of JSON that each of these may take. */
const MAX_ARGUMENTS_JSON = 4 * 1024;
const MAX_FILES_JSON = 1024;
const MAX_RESPONSE_HEADERS_JSON = 3 * 1024;
/** Most bytes of one argument's name and of a file's name. */
const MAX_NAME = 256;

/** Members of the line's `request` and `response`, each with a comma before it. */
export interface ContentJson {
  readonly request: string;
  readonly response: string;
}

const NOTHING: ContentJson = Object.freeze({ request: '', response: '' });

/**
 * What the parts C, E, F, I and J of an audit line show. Secrets are masked by their names, and in bodies by what they
 * look like.
 * @param parts letters @param limit bytes of one value
 */
export function contentJson(
  transaction: Transaction,
  masker: Masker,
  parts: string,
  limit: number,
): ContentJson {
  const content = transaction.auditContent;
  if (content === null) return NOTHING;
  const secrets = masker.secretsOf(transaction.head, transaction.matches);
  const body = (name: string, shown: AuditBody | null): string =>
    shown === null ? '' : `,"${name}":${bodyJson(shown, masker, secrets, limit)}`;
  let request = '';
  let response = '';
  if (/[CI]/.test(parts)) request += argumentsJson(content, masker, secrets, limit);
  if (parts.includes('C')) request += body('body', content.requestBody);
  if (parts.includes('J')) request += filesJson(content);
  if (parts.includes('F') && content.responseHeaders.length > 0) {
    response += `,${headersJson(content.responseHeaders, masker, MAX_RESPONSE_HEADERS_JSON, limit)}`;
  }
  if (parts.includes('E')) response += body('body', content.responseBody);
  return { request, response };
}

function bodyJson(
  { text, bytes }: AuditBody,
  masker: Masker,
  secrets: readonly Secret[],
  limit: number,
): string {
  const shown = quotedJson(text, masker, secrets, limit);
  return bytes === text.length ? shown : `${shown},"bodyBytes":${bytes}`;
}

function argumentsJson(
  content: AuditContent,
  masker: Masker,
  secrets: readonly Secret[],
  limit: number,
): string {
  if (content.arguments.length === 0) return '';
  const entries = new Entries(MAX_ARGUMENTS_JSON);
  for (const { name, value } of content.arguments) {
    const shown = masker.isSecretTarget(`ARGS_POST:${name}`)
      ? `"${MASK}"`
      : quotedJson(value, masker, secrets, limit);
    entries.add(`{"name":${quoteBytes(name, MAX_NAME)},"value":${shown}}`);
  }
  return `,"arguments":[${entries.json}]${omitted('argumentsOmitted', entries)}`;
}

function filesJson({ files }: AuditContent): string {
  if (files.length === 0) return '';
  const entries = new Entries(MAX_FILES_JSON);
  for (const { name, filename, size } of files) {
    entries.add(
      `{"name":${quoteBytes(name, MAX_NAME)},"filename":${quoteBytes(filename, MAX_NAME)},"size":${size}}`,
    );
  }
  return `,"files":[${entries.json}]${omitted('filesOmitted', entries)}`;
}

function omitted(name: string, entries: Entries): string {
  return entries.omitted === 0 ? '' : `,"${name}":${entries.omitted}`;
}
