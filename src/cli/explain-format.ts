import type { Transaction, Verdict } from '../core/index.js';
import type { Judgement } from '../replay/index.js';
import type { ExplainedMatch, Recorder } from './explain-recorder.js';

export interface ExplainReport {
  readonly judgement: Judgement;
  readonly steps: ReturnType<Recorder['finish']>;
}

/** Longest part of a value that is shown, in bytes, around what matched. */
const LONGEST_VALUE = 240;

/** A report for people: each matching rule with its value, the matching part between » and «. */
export function asText({ judgement, steps }: ExplainReport): string {
  const { transaction } = judgement;
  const lines = [
    `${transaction.head.method} ${printable(transaction.head.target)}`,
    `site ${transaction.site?.name ?? '(none)'}, path ${printable(transaction.path)}, mode ${transaction.mode}`,
    '',
  ];
  const complete = steps.matches.filter(match => match.complete && !isSilent(match));
  if (complete.length === 0) lines.push(whyNoMatch(transaction), '');
  for (const match of complete) lines.push(...matchLines(match, messageOf(match, transaction)), '');
  if (steps.score !== null) lines.push(`score    ${steps.score}`);
  lines.push(`verdict  ${describeVerdict(judgement.verdict)}`);
  if (transaction.detectedOnly)
    lines.push(
      `         the site only detects; in block it would be: ${describeVerdict(transaction.verdict)}`,
    );
  return `${lines.join('\n')}\n`;
}

export function asJson({ judgement, steps }: ExplainReport): string {
  const { transaction, verdict } = judgement;
  return `${JSON.stringify(
    {
      site: transaction.site?.name ?? null,
      path: transaction.path,
      mode: transaction.mode,
      matches: steps.matches.map(match => ({
        id: match.rule.id,
        link: match.link,
        complete: match.complete,
        phase: match.rule.phase,
        msg: messageOf(match, transaction),
        severity: match.rule.severity,
        file: match.rule.place.file,
        line: match.rule.links[match.link].place.line,
        target: match.target,
        transformations: match.transformations,
        operator: match.operator,
        value: match.value,
        spans: match.spans,
        detail: match.detail,
      })),
      score: steps.score,
      verdict,
      detectedOnly: transaction.detectedOnly,
    },
    null,
    2,
  )}\n`;
}

/** Rules that set things up and say nothing: they would hide the ones that found something. */
function isSilent(match: ExplainedMatch): boolean {
  return !match.rule.log && match.rule.disruption.kind === 'none';
}

function whyNoMatch({ inspected, site, mode }: Transaction): string {
  if (inspected) return 'no rule matched';
  if (site === null) return 'no rule ran: the request belongs to no site';
  return mode === 'off' ? 'no rule ran: the mode is off' : 'no rule ran: the gate comes first';
}

/** With macros expanded where the rule was logged. */
function messageOf({ rule }: ExplainedMatch, { matches }: Transaction): string {
  return matches.find(({ id }) => id === rule.id)?.msg ?? rule.msg.source;
}

function matchLines(match: ExplainedMatch, message: string): string[] {
  const { rule } = match;
  const { file, line } = rule.links[match.link].place;
  const msg = message === '' ? '' : ` ${printable(message)}`;
  const lines = [
    `${match.link === 0 ? rule.id : `${rule.id} (chained ${match.link})`}${msg}`,
    `  at       ${file}:${line}, phase ${rule.phase}`,
  ];
  if (match.target !== null) {
    lines.push(`  target   ${printable(match.target)}`);
    if (match.transformations.length > 0) lines.push(`  through  ${match.transformations.join(', ')}`);
    lines.push(`  operator ${printable(shorten(match.operator))}`, `  value    ${marked(match)}`);
    if (match.detail !== null) lines.push(`  saw      ${printable(match.detail)}`);
  }
  return lines;
}

function marked({ value, spans }: ExplainedMatch): string {
  const [span] = spans;
  if (span === undefined) return printable(shorten(value));
  const room = Math.max(20, Math.floor((LONGEST_VALUE - (span.end - span.start)) / 2));
  const from = Math.max(0, span.start - room);
  const to = Math.min(value.length, span.end + room);
  const before = printable(value.slice(from, span.start));
  const match = printable(shorten(value.slice(span.start, span.end)));
  const after = printable(value.slice(span.end, to));
  return `${from > 0 ? '…' : ''}${before}»${match}«${after}${to < value.length ? '…' : ''}`;
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** What a terminal may be shown: text an attacker wrote must not move the cursor or change colours. */
export function printable(text: string): string {
  let shown = '';
  for (const char of decodeBytes(text)) {
    const code = char.codePointAt(0) ?? 0;
    const isControl = code < 32 || (code >= 127 && code < 160) || code === 0x2028 || code === 0x2029;
    const isDirection = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    shown += isControl || isDirection ? `\\x${code.toString(16).padStart(2, '0')}` : char;
  }
  return shown;
}

/** A byte string as UTF-8 text where it is UTF-8, else as it is. */
function decodeBytes(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

export function describeVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'pass':
      return 'pass';
    case 'block':
      return `block with ${verdict.status} (${verdict.reason}: ${verdict.by})`;
    case 'redirect':
      return `redirect with ${verdict.status} to ${printable(verdict.to)} (${verdict.reason}: ${verdict.by})`;
    case 'drop':
      return `drop the connection (${verdict.reason}: ${verdict.by})`;
  }
}
