import { lowerAscii } from '../core/index.js';
import type { Macro, MacroScope } from './contract.js';

type Part = string | { readonly collection: string; readonly key: string | null };

/**
 * Compiles text with `%{NAME}` and `%{COLLECTION.key}` macros (a colon before the key is accepted too).
 * A macro without a value expands to nothing; a `%{` that is never closed is text.
 */
export function compileMacro(source: string): Macro {
  const parts = split(source);
  if (parts.every(part => typeof part === 'string')) {
    const text = parts.join('');
    return { source, isStatic: true, expand: () => text };
  }
  return {
    source,
    isStatic: false,
    expand(scope: MacroScope): string {
      let text = '';
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i];
        text += typeof part === 'string' ? part : (scope.macroValue(part.collection, part.key) ?? '');
      }
      return text;
    },
  };
}

/** The variables that a text's macros name, in upper case with lower-case keys: what a loader checks. */
export function macroVariables(source: string): { collection: string; key: string | null }[] {
  return split(source).filter(part => typeof part !== 'string');
}

function split(source: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (;;) {
    const open = source.indexOf('%{', at);
    const close = open < 0 ? -1 : source.indexOf('}', open);
    if (close < 0) {
      if (at < source.length || parts.length === 0) parts.push(source.slice(at));
      return parts;
    }
    if (open > at) parts.push(source.slice(at, open));
    parts.push(reference(source.slice(open + 2, close)));
    at = close + 1;
  }
}

function reference(name: string): Part {
  const dot = name.search(/[.:]/);
  if (dot < 0) return { collection: name.toUpperCase(), key: null };
  return { collection: name.slice(0, dot).toUpperCase(), key: lowerAscii(name.slice(dot + 1)) };
}
