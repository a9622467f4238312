import type { CompileEnvironment, OperatorScope } from '../../../src/inspect/contract.js';
import { compileMacro } from '../../../src/inspect/macro.js';
import { OPERATORS } from '../../../src/inspect/operators/index.js';
import { Value } from '../../../src/inspect/value.js';

export interface Run {
  readonly matched: boolean;
  /** What was captured, null when nothing was. */
  readonly captured: readonly (string | undefined)[] | null;
}

export interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly tx?: Readonly<Record<string, string>>;
  readonly capturing?: boolean;
  readonly located?: readonly string[];
}

function environment(given: Given): CompileEnvironment {
  return {
    readFile(name) {
      const content = given.files?.[name];
      if (content === undefined) throw new Error('no such file');
      return content;
    },
  };
}

/** Compiles an operator and returns what runs it on a value. */
export function operator(name: string, argument: string, given: Given = {}): (bytes: string) => Run {
  const spec = OPERATORS.get(name.toLowerCase());
  if (spec === undefined) throw new Error(`@${name} is not registered`);
  const compiled = spec.compile(compileMacro(argument), environment(given));
  return bytes => {
    let captured: Run['captured'] = null;
    const scope: OperatorScope = {
      capturing: given.capturing ?? false,
      capture(groups) {
        captured = groups;
      },
      geoLookup: ip => given.located?.includes(ip) ?? false,
      macroValue: (collection, key) =>
        collection === 'TX' && key !== null ? (given.tx?.[key] ?? null) : null,
    };
    const matched = compiled(new Value(bytes), scope);
    return { matched, captured };
  };
}

export function matches(name: string, argument: string, bytes: string, given: Given = {}): boolean {
  return operator(name, argument, given)(bytes).matched;
}
