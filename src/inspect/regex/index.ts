import { OperatorError } from '../contract.js';
import { canBeEmpty } from './analyse.js';
import { type Node, type Pattern, PatternError } from './ast.js';
import { type Lowered, lower, RE2_MAX_REPEAT } from './lower.js';
import { parsePattern } from './parse.js';
import { type CompiledRe2, compileRe2 } from './re2.js';
import { CompiledRegex, type Regex, type StepLimit } from './regex.js';
import { WeakCache } from './weak-cache.js';

export type { LiteralLimits, LiteralSet } from './literal-set.js';
export { requiredLiterals } from './literals.js';
export { MatchLimitError, stepLimit } from './matcher.js';
export type { Engine, Groups, Regex, Span } from './regex.js';

export interface RegexOptions {
  /** Default: false. */
  readonly caseInsensitive?: boolean;
  /** `^` and `$` hold at newlines too. Default: true, as in ModSecurity. */
  readonly multiline?: boolean;
  /** `.` matches newlines too. Default: true, as in ModSecurity. */
  readonly dotAll?: boolean;
  /** Steps that the matcher may take for a subject of so many bytes; reaching it is a fault. Default: `stepLimit`. */
  readonly stepLimit?: StepLimit;
}

const regexes = new WeakCache<Regex>();

/**
 * Compiles a PCRE pattern, both pattern and subjects being byte strings. The same pattern gives the same object for
 * as long as anyone holds it.
 * @throws OperatorError with the offset into the pattern, for what is not PCRE or is refused (see `parse.ts`)
 */
export function compileRegex(pattern: string, options: RegexOptions = {}): Regex {
  if (options.stepLimit !== undefined) return compile(pattern, options);
  const { caseInsensitive = false, multiline = true, dotAll = true } = options;
  const key = `${caseInsensitive ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}:${pattern}`;
  return regexes.get(key, () => compile(pattern, options));
}

function compile(source: string, options: RegexOptions): Regex {
  const { caseInsensitive = false, multiline = true, dotAll = true } = options;
  const pattern = parse(source, { caseless: caseInsensitive, multiline, dotAll });
  const [lowered, re2] = lowerToRe2(pattern);
  return new CompiledRegex(pattern, lowered, re2, options.stepLimit);
}

function parse(source: string, flags: Parameters<typeof parsePattern>[1]): Pattern {
  try {
    return parsePattern(source, flags);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const near = source.slice(Math.max(0, error.offset - 20), error.offset + 20);
    const where = `at offset ${error.offset} of the regular expression, near ${JSON.stringify(near)}`;
    throw new OperatorError(`${error.found} ${where}`, error.expected);
  }
}

/** The pattern in RE2, its counts relaxed until RE2 does not find it too large; null when RE2 cannot serve it. */
function lowerToRe2(pattern: Pattern): [Lowered, CompiledRe2 | null] {
  let lowered = lower(pattern);
  // RE2 searches the bytes of the re-encoding, and \B holds between the two of one char, where an empty match would
  // be found again and again.
  if (hasNoWordBoundary(pattern.root) && canBeEmpty(pattern.root)) return [lowered, null];
  for (let maxRepeat = RE2_MAX_REPEAT; maxRepeat >= 1; maxRepeat = Math.floor(maxRepeat / 10)) {
    lowered = lower(pattern, maxRepeat);
    try {
      return [lowered, compileRe2(lowered.source)];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return [lowered, null];
}

function hasNoWordBoundary(node: Node): boolean {
  switch (node.kind) {
    case 'assertion':
      return node.assertion === 'no-word-boundary';
    case 'sequence':
      return node.items.some(hasNoWordBoundary);
    case 'alternation':
      return node.branches.some(hasNoWordBoundary);
    case 'repeat':
    case 'capture':
    case 'atomic':
    case 'look':
      return hasNoWordBoundary(node.item);
    default:
      return false;
  }
}
