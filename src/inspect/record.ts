import type { RuleMatch } from '../core/index.js';
import type { Inspection } from './inspection.js';
import type { Rule } from './plan.js';

/** How many values of one rule are kept for the logs, and from how many matches on only the first of each rule. */
const MOST_PER_RULE = 8;
const MOST_MATCHES = 200;
/** Longest text of a match that is kept, in bytes. */
const LONGEST_TEXT = 4096;

/** Notes the rule's severity, and keeps the match for the logs where the rule says `log` or `auditlog`. */
export function recordMatch(inspection: Inspection, rule: Rule): void {
  if (rule.severity !== null && rule.severity < inspection.highestSeverity) {
    inspection.highestSeverity = rule.severity;
  }
  if (!rule.log && !rule.auditLog) return;
  const { transaction } = inspection;
  if (rule.auditLog) transaction.auditRelevant = true;
  const { matches } = transaction;
  const before = countOf(matches, rule.id);
  // The first match of a rule is always kept: a flood of others must not hide it.
  if (before > 0 && (before >= MOST_PER_RULE || matches.length >= MOST_MATCHES)) return;
  matches.push({
    id: rule.id,
    phase: rule.phase,
    msg: cut(rule.msg.expand(inspection)),
    logdata: cut(rule.logdata.expand(inspection)),
    severity: rule.severity,
    tags: rule.tags.map(tag => tag.expand(inspection)),
    target: cut(inspection.matchedName),
    value: cut(inspection.matchedValue?.bytes ?? ''),
    file: rule.place.file,
    line: rule.place.line,
    audit: rule.auditLog,
    ...describe(rule),
  });
}

/** What few rules have, and nobody needs to see missing. */
function describe({ version, revision, maturity, accuracy }: Rule): Partial<RuleMatch> {
  return {
    ...(version !== '' && { version }),
    ...(revision !== '' && { revision }),
    ...(maturity !== null && { maturity }),
    ...(accuracy !== null && { accuracy }),
  };
}

function countOf(matches: readonly RuleMatch[], id: number): number {
  let count = 0;
  for (const match of matches) if (match.id === id) count++;
  return count;
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
}
