import { type AuditBody, type AuditContent, DEFAULT_AUDIT_PARTS } from '../core/index.js';
import type { Inspection } from '../inspect/index.js';

/** Bytes of a body that are kept for the audit line. */
const SHOWN = 2048;
/** Arguments and files that are kept for it; the line has room for fewer. */
const MOST = 200;
/** Parts that show more than the request head and what was found. */
const CONTENT_PARTS = /[CEFIJ]/;

/** What the audit line may show of bodies and of the response head, or null when neither SecAuditLogParts nor a rule asks for it. */
export function auditContentOf(inspection: Inspection): AuditContent | null {
  const { transaction, plan, body, response } = inspection;
  const parts = transaction.auditParts ?? plan.settings.auditLogParts ?? DEFAULT_AUDIT_PARTS;
  if (!CONTENT_PARTS.test(parts)) return null;
  const hasArguments = body !== null && (body.args.length > 0 || body.files.length > 0);
  return {
    arguments: body?.args.slice(0, MOST) ?? [],
    files: (body?.files ?? []).slice(0, MOST).map(({ name, filename, size }) => ({ name, filename, size })),
    requestBody: hasArguments ? null : beginning(inspection.rawBody),
    responseHeaders: response?.rawHeaders ?? [],
    responseBody: beginning(inspection.responseBody),
  };
}

function beginning(body: Buffer | null): AuditBody | null {
  if (body === null || body.length === 0) return null;
  return { text: body.toString('latin1', 0, SHOWN), bytes: body.length };
}
