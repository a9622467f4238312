import { lowerAscii } from '../core/index.js';
import { detached } from './detached.js';
import type { Selector } from './plan.js';
import { compileRegex } from './regex/index.js';
import { Value } from './value.js';

/** Keys of which a regex selector keeps its answer, and the longest of them. */
const MOST_KEPT = 256;
const LONGEST_KEPT = 64;

/** Names one key; compared without regard to ASCII case. */
export function keySelector(key: string): Selector {
  const lower = lowerAscii(key);
  return { source: key, key: lower, matches: lowerKey => lowerKey === lower };
}

/** Names keys by a regex, without regard to ASCII case. @throws OperatorError when the pattern cannot be compiled */
export function regexSelector(pattern: string): Selector {
  const source = `/${pattern}/`;
  // The usual form, a beginning, is asked of every key by every rule. `^` holds after a line end as well.
  if (/^\^\w+$/.test(pattern)) {
    const start = lowerAscii(pattern.slice(1));
    const lineStart = `\n${start}`;
    return {
      source,
      key: null,
      matches: lowerKey => lowerKey.startsWith(start) || lowerKey.includes(lineStart),
    };
  }
  const regex = compileRegex(pattern, { caseInsensitive: true });
  return { source, key: null, matches: remembering(lowerKey => regex.test(new Value(lowerKey))) };
}

/** Keys are mostly the same few. What a client makes up drives the others out, no more: the answers are kept in two generations. */
function remembering(ask: (key: string) => boolean): (key: string) => boolean {
  let young = new Map<string, boolean>();
  let old = young;
  return key => {
    let answer = young.get(key);
    if (answer !== undefined) return answer;
    answer = old.get(key) ?? ask(key);
    if (key.length > LONGEST_KEPT) return answer;
    if (young.size >= MOST_KEPT) {
      old = young;
      young = new Map();
    }
    young.set(detached(key), answer);
    return answer;
  };
}
