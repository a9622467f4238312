import type { Value } from '../value.js';
import type { Pattern } from './ast.js';
import type { Lowered } from './lower.js';
import { type Budget, Matcher, MatchLimitError, stepLimit } from './matcher.js';
import type { CompiledRe2, Re2Match } from './re2.js';

/** Byte strings of a match and its groups, the match first; undefined for a group that took no part. */
export type Groups = (string | undefined)[];

/** Offsets in bytes; `end` is the first byte after. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which engine decides. `re2+matcher`: RE2 says "no" or "maybe", the bounded matcher decides on the "maybe". */
export type Engine = 're2' | 're2+matcher' | 'matcher';

export interface Regex {
  /** The pattern as it was written. */
  readonly source: string;
  readonly engine: Engine;
  /** The syntax tree, for prefilters. */
  readonly pattern: Pattern;
  /** Whether the pattern matches anywhere in the value. @throws MatchLimitError */
  test(value: Value): boolean;
  /** The first match, or null. @throws MatchLimitError */
  exec(value: Value): Groups | null;
  /** Where the first match is, or null. @throws MatchLimitError */
  span(value: Value): Span | null;
  /** The matches one after the other, at most `most` of them. @throws MatchLimitError */
  matchAll(value: Value, most: number): Groups[];
}

/** Steps that one subject may cost. Replaced in tests. */
export type StepLimit = (bytes: number) => number;

/** A pattern with RE2 as its engine or its filter, where `re2` is not null, and the matcher where RE2 cannot decide. */
export class CompiledRegex implements Regex {
  readonly engine: Engine;
  #matcher: Matcher | null = null;

  constructor(
    readonly pattern: Pattern,
    private readonly lowered: Lowered,
    private readonly re2: CompiledRe2 | null,
    private readonly limit: StepLimit = stepLimit,
  ) {
    this.engine = re2 === null ? 'matcher' : lowered.exact ? 're2' : 're2+matcher';
  }

  get source(): string {
    return this.pattern.source;
  }

  test(value: Value): boolean {
    if (this.re2 !== null && !this.re2.test(value.utf8())) return false;
    return this.#isDecidedByRe2(value) || this.#search(value) !== null;
  }

  exec(value: Value): Groups | null {
    return this.#first(value, groupsOfRe2, groupsOfMatcher);
  }

  span(value: Value): Span | null {
    return this.#first(value, spanOfRe2, (_, offsets) => ({ start: offsets[0]!, end: offsets[1]! }));
  }

  matchAll(value: Value, most: number): Groups[] {
    const { re2 } = this;
    if (re2 !== null && !re2.test(value.utf8())) return [];
    // Empty matches need rules of their own to get on, which RE2 has not.
    const found = re2 !== null && this.#hasSpansOfRe2(value) ? matchAllOfRe2(re2, value, most) : null;
    return found ?? this.#matchAllOfMatcher(value, most);
  }

  /** RE2's "yes" is a yes: unless it is a filter only, or its `^` holds after a final newline where PCRE's does not. */
  #isDecidedByRe2(value: Value): boolean {
    if (this.re2 === null || !this.lowered.exact) return false;
    return !(this.lowered.finalNewlineDiffers && value.bytes.endsWith('\n'));
  }

  #hasSpansOfRe2(value: Value): boolean {
    return this.lowered.sameSpans && this.#isDecidedByRe2(value);
  }

  #first<T>(
    value: Value,
    ofRe2: (value: Value, match: Re2Match) => T,
    ofMatcher: (value: Value, offsets: Int32Array) => T,
  ): T | null {
    const { re2 } = this;
    if (re2 !== null) {
      if (this.#hasSpansOfRe2(value)) {
        const match = re2.exec(value.utf8());
        return match === null ? null : ofRe2(value, match);
      }
      if (!re2.test(value.utf8())) return null;
    }
    try {
      const offsets = this.#search(value);
      return offsets === null ? null : ofMatcher(value, offsets);
    } catch (error) {
      // RE2 is sure of the match, if not of where its groups are: a match is worth more than a fault.
      if (!(error instanceof MatchLimitError) || re2 === null) throw error;
      if (!this.#isDecidedByRe2(value) || !this.lowered.sameGroups) throw error;
      return ofRe2(value, re2.exec(value.utf8())!);
    }
  }

  #search(value: Value): Int32Array | null {
    this.#matcher ??= new Matcher(this.pattern);
    return this.#matcher.exec(rawBytes(value), 0, this.#budget(value));
  }

  #budget(value: Value): Budget {
    return { left: this.limit(value.bytes.length) };
  }

  #matchAllOfMatcher(value: Value, most: number): Groups[] {
    this.#matcher ??= new Matcher(this.pattern);
    const subject = rawBytes(value);
    const budget = this.#budget(value);
    const found: Groups[] = [];
    let start = 0;
    let afterEmpty = false;
    while (found.length < most && start <= subject.length) {
      const offsets = this.#matcher.exec(subject, start, budget, afterEmpty);
      if (offsets === null) break;
      found.push(groupsOfMatcher(value, offsets));
      // With \K in a lookaround a match could end before it began: never go back.
      afterEmpty = offsets[1]! <= offsets[0]!;
      start = Math.max(start, offsets[1]!);
    }
    return found;
  }
}

/** The value's bytes; its UTF-8 form when that is the same. */
function rawBytes(value: Value): Uint8Array {
  const utf8 = value.utf8();
  return utf8.length === value.bytes.length ? utf8 : Buffer.from(value.bytes, 'latin1');
}

function groupsOfMatcher(value: Value, offsets: Int32Array): Groups {
  const groups: Groups = [];
  for (let i = 0; i < offsets.length; i += 2) {
    groups.push(offsets[i]! < 0 ? undefined : value.bytes.slice(offsets[i], offsets[i + 1]));
  }
  return groups;
}

/** Decoding the re-encoding gives one char for each byte again. */
function groupsOfRe2(value: Value, match: Re2Match): Groups {
  const encoding = value.utf8().length === value.bytes.length ? 'latin1' : 'utf8';
  const groups: Groups = [];
  for (let i = 0; i < match.length; i++) groups.push(match[i]?.toString(encoding));
  return groups;
}

function spanOfRe2(value: Value, match: Re2Match): Span {
  const utf8 = value.utf8();
  const end = match.index + match[0].length;
  if (utf8.length === value.bytes.length) return { start: match.index, end };
  return { start: countChars(utf8, 0, match.index), end: countChars(utf8, 0, end) };
}

/** Chars in a stretch of UTF-8: all bytes but the continuation bytes. */
function countChars(utf8: Buffer, from: number, to: number): number {
  let chars = 0;
  for (let i = from; i < to; i++) if ((utf8[i]! & 0xc0) !== 0x80) chars++;
  return chars;
}

/** All matches, or null when one of them is empty. */
function matchAllOfRe2(re2: CompiledRe2, value: Value, most: number): Groups[] | null {
  const subject = value.utf8();
  const found: Groups[] = [];
  let start = 0;
  while (found.length < most) {
    const match = re2.execFrom(subject, start);
    if (match === null) break;
    if (match[0].length === 0) return null;
    found.push(groupsOfRe2(value, match));
    start = match.index + match[0].length;
  }
  return found;
}
