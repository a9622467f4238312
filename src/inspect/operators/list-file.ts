import { type CompileEnvironment, type Macro, OperatorError } from '../contract.js';
import { staticText, trimmed } from './argument.js';

export interface ListFile {
  readonly name: string;
  /** Trimmed lines without those that are empty or comments. */
  readonly lines: readonly string[];
}

/**
 * Reads the list that an operator such as `@pmFromFile` names. A file without entries is a list that matches nothing: it
 * may be one that is filled later.
 * @throws OperatorError when the argument is not the name of a file that can be read
 */
export function readList(argument: Macro, environment: CompileEnvironment, operator: string): ListFile {
  const name = trimmed(staticText(argument, operator));
  if (name === '') throw new OperatorError(`@${operator} names no file`, 'write the name of a file after it');
  if (/^https?:\/\//i.test(name)) {
    throw new OperatorError(
      `@${operator} names a URL: \`${name}\``,
      'fetch the list yourself and name the file here',
    );
  }
  let content: string;
  try {
    content = environment.readFile(name);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(
      `@${operator} cannot read \`${name}\`: ${reason}`,
      'name a file that is readable, relative to the rule file',
    );
  }
  const lines = content
    .split('\n')
    .map(trimmed)
    .filter(line => line !== '' && !line.startsWith('#'));
  return { name, lines };
}
