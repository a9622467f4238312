import { type Macro, type Operator, OperatorError } from '../contract.js';
import { compileRegex, type Regex } from '../regex/index.js';
import { Value } from '../value.js';
import { staticText } from './argument.js';

/** Bytes that one value may cause to be searched, over all attempts. */
const MOST_WORK = 16 * 1024 * 1024;
/** What an attempt costs besides the bytes it searches. */
const ATTEMPT_COST = 256;

/**
 * The operators that look for numbers with a regular expression and then check them: the value matches when something
 * that the expression finds passes the check. What fails it is searched again from its second byte on, since a number may
 * begin inside another; `^`, `\b` and the like then take that byte for the beginning. What passed is captured as TX:0.
 *
 * The operator throws when a value makes it search more than 16 MiB: that is a fault, not "no match".
 *
 * @throws OperatorError when the argument is not a regular expression without macros
 */
export function verifying(argument: Macro, operator: string, check: (found: string) => boolean): Operator {
  const regex = compile(staticText(argument, operator), operator);
  return (value, scope) => {
    let rest = value;
    let work = 0;
    for (;;) {
      const span = regex.span(rest);
      if (span === null) return false;
      const found = rest.bytes.slice(span.start, span.end);
      if (check(found)) {
        if (scope.capturing) scope.capture([found]);
        return true;
      }
      if (span.start + 1 >= rest.bytes.length) return false;
      rest = new Value(rest.bytes.slice(span.start + 1));
      work += rest.bytes.length + ATTEMPT_COST;
      if (work > MOST_WORK) throw new Error(`@${operator} gave up on a value of ${value.bytes.length} bytes`);
    }
  };
}

function compile(pattern: string, operator: string): Regex {
  if (pattern === '') {
    throw new OperatorError(
      `@${operator} has no regular expression`,
      'write one that finds the numbers to check',
    );
  }
  return compileRegex(pattern);
}
