import { lowerAscii } from '../core/index.js';
import type { Selector } from './plan.js';
import { compileRegex } from './regex/index.js';
import { Value } from './value.js';

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
    return {
      source,
      key: null,
      matches: lowerKey => lowerKey.startsWith(start) || lowerKey.includes(`\n${start}`),
    };
  }
  const regex = compileRegex(pattern, { caseInsensitive: true });
  return { source, key: null, matches: lowerKey => regex.test(new Value(lowerKey)) };
}
