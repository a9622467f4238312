import { OperatorError } from './contract.js';
import type { Exclusion } from './plan.js';
import { keySelector, regexSelector } from './selector.js';
import { findVariable } from './variables/registry.js';
import { xpathSelector } from './xpath/index.js';

/**
 * Parses what is taken out of a rule's targets: `ARGS`, `ARGS:name`, `ARGS:/regex/`, or `XML:` and an XPath as it stands
 * in the rule.
 * @throws OperatorError when it names no variable, or its regex or XPath cannot be compiled
 */
export function parseExclusion(text: string): Exclusion {
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).toUpperCase();
  const variable = findVariable(name);
  if (variable === undefined) {
    throw new OperatorError(`unknown variable ${JSON.stringify(text)}`, 'write a variable such as ARGS:name');
  }
  if (colon < 0) return { collection: name, selector: null };
  if (!variable.isCollection) {
    throw new OperatorError(`${name} has one value and takes no selector`, `write ${name}`);
  }
  const key = text.slice(colon + 1);
  if (name === 'XML') return { collection: name, selector: xpathSelector(key, null) };
  const isRegex = key.length > 2 && key.startsWith('/') && key.endsWith('/');
  return { collection: name, selector: isRegex ? regexSelector(key.slice(1, -1)) : keySelector(key) };
}
