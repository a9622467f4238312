import { DEFAULT_AUDIT_PARTS, type Transaction } from '../core/index.js';

/** `all`: every transaction that rules saw, and every one that was stopped; `relevant`: those worth a look. */
export type AuditWhich = 'all' | 'relevant' | 'off';

/** How audit lines are written; a reload may change it. */
export interface AuditPolicy {
  readonly which: AuditWhich;
  readonly relevantStatus: (status: number) => boolean;
  /** Letters as SecAuditLogParts has them. */
  readonly parts: string;
  /** Rule sets that name themselves (SecComponentSignature). */
  readonly components: readonly string[];
  /** SecWebAppId, or null where nobody gave the application a name. */
  readonly webAppId: string | null;
}

/** SecAuditLogRelevantStatus of the recommended ModSecurity configuration, `^(?:5|4(?!04))`: 5xx and 4xx but 404. */
export function isRelevantStatus(status: number): boolean {
  return status >= 400 && status <= 599 && status !== 404;
}

/** The policy without a word from rules. */
export function plainPolicy(which: AuditWhich, relevantStatus = isRelevantStatus): AuditPolicy {
  return { which, relevantStatus, parts: DEFAULT_AUDIT_PARTS, components: [], webAppId: null };
}

/**
 * Relevant is what was stopped or, in `detect`, would have been; what matched a rule that logs for the audit
 * (`auditlog`, the default); and what was answered with a relevant status.
 */
export function isRelevant(transaction: Transaction, relevantStatus: (status: number) => boolean): boolean {
  if (transaction.verdict.kind !== 'pass' || transaction.auditRelevant) return true;
  switch (transaction.outcome) {
    case 'refused':
    case 'blocked':
    case 'rejected':
      return true;
    default:
      return transaction.matches.some(match => match.audit) || relevantStatus(transaction.status);
  }
}

/**
 * True when the transaction gets an audit line. What rules say by `ctl:auditEngine` wins over `which`, except that
 * `off` is the operator's last word.
 */
export function isAudited(
  transaction: Transaction,
  which: AuditWhich,
  relevantStatus: (status: number) => boolean,
): boolean {
  if (which === 'off' || transaction.audit === 'never') return false;
  if (transaction.audit === 'always') return true;
  if (which === 'all' && transaction.audit === null && transaction.inspected) return true;
  return isRelevant(transaction, relevantStatus);
}
