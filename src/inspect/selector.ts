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
  const regex = compileRegex(pattern, { caseInsensitive: true });
  return { source: `/${pattern}/`, key: null, matches: lowerKey => regex.test(new Value(lowerKey)) };
}
