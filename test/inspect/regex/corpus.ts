import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

/** Rule sets and requests beside the project or on the machine, where there are any. */
export const RULE_SETS = {
  crs4: fileURLToPath(new URL('../../../../shared/corpus/crs/rules', import.meta.url)),
  debian: '/usr/share/modsecurity-crs/rules',
};
const REQUESTS = fileURLToPath(new URL('../../../../shared/corpus/requests/attack', import.meta.url));

export interface CorpusPattern {
  readonly rule: string;
  readonly pattern: string;
}

/** The argument of each `@rx` in the folder's rule files. */
export function rulePatterns(folder: string): CorpusPattern[] {
  if (!existsSync(folder)) return [];
  const found: CorpusPattern[] = [];
  for (const file of readdirSync(folder).filter(name => /\.conf(\.example)?$/.test(name))) {
    const text = readFileSync(`${folder}/${file}`, 'latin1').replaceAll(/\\\n\s*/g, '');
    for (const line of text.split('\n')) {
      const match = /^\s*SecRule\s+\S+\s+"!?@rx ((?:[^"\\]|\\.)*)"/.exec(line);
      if (match === null) continue;
      found.push({ rule: /\bid:(\d+)/.exec(line)?.[1] ?? '', pattern: match[1]!.replaceAll('\\"', '"') });
    }
  }
  return found;
}

/** Patterns in the manner of rule sets, for machines that have none. */
const OWN_PATTERNS: readonly CorpusPattern[] = [
  '(?i)\\bunion\\b.{1,100}?\\bselect\\b',
  '(?i)<script[^>]*>[\\s\\S]*?',
  '^[^\\s/;]+/[^\\s/;]+(?:\\s*;\\s*charset\\s*=\\s*"?(?:utf-8|iso-8859-1)"?)?$',
  '(?:^|[\\s;&|`(])(?:cat|ls|id|wget)\\b',
  '(?i)(?:\\.\\./|\\.\\.\\\\|%2e%2e%2f)',
  '^$',
  '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\xff]',
  '([\\w]+)\\s*=\\s*\\1',
  '<\\?(?!xml)',
  '(?<!amp);',
  '["\'][^"\']*+["\']',
].map(pattern => ({ rule: '', pattern }));

export function corpusPatterns(): readonly CorpusPattern[] {
  const found = [...rulePatterns(RULE_SETS.crs4), ...rulePatterns(RULE_SETS.debian)];
  return [...OWN_PATTERNS, ...found];
}

const OWN_VALUES = [
  "1' union all select null, version()--",
  '<script>alert(1)</script>',
  'text/html; charset=utf-8',
  '../../../etc/passwd',
  '; cat /etc/passwd | id',
  'a=a&b=c',
  '<?php echo 1;',
  'Mozilla/5.0 (X11; Linux x86_64)',
  '"x" or \'y\'',
];

function requestValues(): string[] {
  if (!existsSync(REQUESTS)) return [];
  return readdirSync(REQUESTS).flatMap(file =>
    readFileSync(`${REQUESTS}/${file}`, 'latin1')
      .split(/[\r\n&?]+|: |=/)
      .filter(text => text.length > 1)
      .flatMap(text => [
        text,
        text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      ]),
  );
}

let values: readonly string[] | null = null;

/** `count` values of at most 200 bytes, half of them changed in one place. */
export function corpusSubjects(seed: number, count: number): string[] {
  values ??= [...new Set([...OWN_VALUES, ...requestValues()])].filter(text => text.length <= 200);
  const change = fc.constantFrom('', '\xff', '\x0b', '\n', '\0', '\xc4', ' ', '\xa0');
  const changed = fc
    .tuple(fc.constantFrom(...values), fc.nat(200), change, fc.boolean())
    .map(([text, at, bytes, flip]) => {
      const place = at % (text.length + 1);
      const tail = text.slice(place);
      return text.slice(0, place) + bytes + (flip ? flipCase(tail) : tail);
    });
  return fc.sample(fc.oneof(fc.constantFrom(...values), changed), { numRuns: count, seed });
}

function flipCase(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, char => String.fromCharCode(char.charCodeAt(0) ^ 0x20));
}
