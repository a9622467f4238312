import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileRegex, MatchLimitError, type Regex } from '../../../src/inspect/regex/index.js';
import { Value } from '../../../src/inspect/value.js';
import type { CorpusPattern } from './corpus.js';
import { toHex } from './oracle.js';

const SOURCE = fileURLToPath(new URL('modsecurity.cc', import.meta.url));
const FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib'];
const folder = FOLDERS.find(name => existsSync(`${name}/libmodsecurity.so.3`));
/** What libmodsecurity is built on, and depends on: it is there when that is. */
const PCRE = 'libpcre2-8.so.0';

/** Why there is nothing to compare with, for node-tap's `skip`; false when there is. */
export const skipWithoutModSecurity: string | false =
  folder === undefined
    ? 'no libmodsecurity here: apt-get install libmodsecurity3'
    : spawnSync('g++', ['--version']).status === 0
      ? false
      : 'no g++ here: apt-get install g++';

/** Compiles the program that asks libmodsecurity. @param into a folder @returns its path */
export function buildRig(into: string): string {
  const program = join(into, 'modsecurity');
  const args = ['-O2', '-std=c++17', '-o', program, SOURCE, `${folder}/libmodsecurity.so.3`, `-l:${PCRE}`];
  const { status, stderr } = spawnSync('g++', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${SOURCE} does not compile: ${stderr}`);
  return program;
}

const GAVE_UP = 'gave up';

export interface RegexComparison {
  compared: number;
  matched: number;
  readonly differences: string[];
  /** Where PCRE reaches its match limit in front of what we find, and libmodsecurity takes that for no match. */
  readonly peerGaveUp: string[];
  /** Patterns on which our matcher gave up, as its bound wants it, where PCRE with its larger one went on. */
  readonly bounded: Set<string>;
}

export function noComparison(): RegexComparison {
  return { compared: 0, matched: 0, differences: [], peerGaveUp: [], bounded: new Set() };
}

/**
 * Compares match and groups of each pattern on each value, and adds to `sum`.
 * @param compile our side; a test of the comparison itself puts in another
 */
export function compareWithModSecurity(
  program: string,
  patterns: readonly CorpusPattern[],
  values: readonly string[],
  sum: RegexComparison,
  compile: (pattern: string) => Regex = compileRegex,
): void {
  const lines = values.map(value => `V ${toHex(value)}`);
  for (const { pattern } of patterns) lines.push(`P ${toHex(pattern)}`);
  const answers = ask(program, lines);
  const subjects = values.map(value => new Value(value));
  for (const [index, { rule, pattern }] of patterns.entries()) {
    const theirs = read(answers[index]!);
    const regex = compile(pattern);
    for (const [at, subject] of subjects.entries()) {
      const expected = theirs.get(at) ?? 'no match';
      const found = ours(regex, subject);
      sum.compared++;
      if (expected !== 'no match') sum.matched++;
      if (found === GAVE_UP) {
        sum.bounded.add(`${rule} ${pattern}`);
        continue;
      }
      if (found === expected || isSameText(found, expected, subject.bytes)) continue;
      const said = `${rule} ${pattern.slice(0, 200)} on ${JSON.stringify(subject.bytes)}: ours ${found}`;
      if (expected === 'no match' && gaveUpBefore(program, pattern, subject.bytes, found))
        sum.peerGaveUp.push(said);
      else sum.differences.push(`${said}, libmodsecurity ${expected}`);
    }
  }
}

function ask(program: string, lines: readonly string[]): string[] {
  const { stdout, status, error } = spawnSync(program, {
    input: `${lines.join('\n')}\n`,
    encoding: 'latin1',
    maxBuffer: 1 << 30,
  });
  if (error !== undefined || status !== 0) throw new Error(`the program failed: ${error ?? status}`);
  return stdout.split('\n');
}

/**
 * Whether PCRE reaches a limit of its own, which libmodsecurity takes for no match, in front of the very match that we find.
 * Asked from place to place it finds that too.
 */
function gaveUpBefore(program: string, pattern: string, value: string, found: string): boolean {
  const [givenUp, places] = ask(program, [`V ${toHex(value)}`, `L ${toHex(pattern)}`])[0]!.split(' ');
  return Number(givenUp) > 0 && places !== '' && isSameText(found, places!, value);
}

/** By index of the value: `group,offset,length;…`. */
function read(line: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const match of line.split(' ')) {
    const colon = match.indexOf(':');
    if (colon > 0) found.set(Number(match.slice(0, colon)), match.slice(colon + 1));
  }
  return found;
}

/** The place of the match, and the text of each group that took part. */
function ours(regex: Regex, value: Value): string {
  try {
    if (!regex.test(value)) return 'no match';
    const groups = regex.exec(value);
    const span = regex.span(value);
    if (groups === null || span === null) return 'a match that cannot be found again';
    return JSON.stringify([span.start, ...groups.map(text => text ?? null)]);
  } catch (error) {
    if (!(error instanceof MatchLimitError)) throw error;
    return GAVE_UP;
  }
}

/** What libmodsecurity says as places, against ours as texts. */
function isSameText(found: string, expected: string, bytes: string): boolean {
  if (!found.startsWith('[') || expected === 'no match') return false;
  const [start, ...groups] = JSON.parse(found) as [number, ...(string | null)[]];
  const theirs: (string | null)[] = groups.map(() => null);
  let theirStart = -1;
  for (const part of expected.split(';')) {
    if (part === '') continue;
    const [group, offset, length] = part.split(',').map(Number);
    theirs[group!] = bytes.slice(offset, offset! + length!);
    if (group === 0) theirStart = offset!;
  }
  return start === theirStart && JSON.stringify(groups) === JSON.stringify(theirs);
}
