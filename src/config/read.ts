import { readFileSync } from 'node:fs';
import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  visit,
  type YAMLError,
} from 'yaml';
import { Problems } from '../core/index.js';
import { Source, type SourceNodes } from './source.js';

/** Largest YAML file. 16 MiB hold some 30,000 sites. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Deepest nesting. The schema needs 6; the composer of the yaml package recurses, and a deep stack ends the process. */
const DEEPEST = 64;
/** Aliases times what they stand for: enough for one alias in each of many sites, too little for a billion laughs. */
const MOST_ALIASES = 20_000;
/** After that many syntax errors in a file the rest are consequences. */
const MOST_SYNTAX_ERRORS = 10;

/** `typed`: numbers, booleans and null are what they look like. `text`: every scalar is text as written. */
export type Scalars = 'typed' | 'text';

/**
 * Reads a YAML 1.2 file (UTF-8, a byte order mark is skipped; anchors, aliases and `<<` merge keys are understood).
 * @returns the source, or null when it could not be read at all; `problems` then says why
 */
export function readSource(file: string, problems: Problems, scalars: Scalars = 'typed'): Source | null {
  const text = readText(file, problems);
  return text === null ? null : parseSource(file, text, problems, scalars);
}

/** The text of a file, or null when it could not be read; that is then reported. */
export function readText(file: string, problems: Problems): string | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    problems.error(
      { file, line: 1, column: 1 },
      missing ? 'there is no such file' : `cannot read the file: ${messageOf(error)}`,
      'expected the path of a YAML file',
    );
    return null;
  }
  if (bytes.length > MOST_BYTES) {
    problems.error(
      { file, line: 1, column: 1 },
      `the file has ${bytes.length} bytes`,
      `expected at most ${MOST_BYTES}: split the sites into a folder (sites: sites.d/)`,
    );
    return null;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    problems.error(
      placeOfInvalidByte(file, bytes),
      'a byte that is not UTF-8',
      'expected a file saved as UTF-8',
    );
    return null;
  }
}

/** Line by line, because a newline byte is never a part of a longer UTF-8 sequence. */
function placeOfInvalidByte(file: string, bytes: Buffer): { file: string; line: number; column: number } {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let start = 0; start <= bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const row = bytes.subarray(start, end);
    try {
      decoder.decode(row);
    } catch {
      return { file, line, column: row.toString('utf8').indexOf('\ufffd') + 1 };
    }
    start = end + 1;
  }
  return { file, line: 1, column: 1 };
}

/** The text part of `readSource`. */
export function parseSource(
  file: string,
  text: string,
  problems: Problems,
  scalars: Scalars = 'typed',
): Source | null {
  const parsed = parseText(file, text, problems, scalars);
  if (parsed === null) return null;
  return new Source(file, parsed.value, parsed.nodes, () => nodesOf(file, text, scalars));
}

/** A source whose values are known already: its text is parsed only for places. It must be one that was read without a problem. */
export function knownSource(file: string, text: string, value: unknown): Source {
  return new Source(file, value, null, () => nodesOf(file, text, 'typed'));
}

const NO_NODES: SourceNodes = { contents: null, aliases: new Map(), lines: new LineCounter() };

function nodesOf(file: string, text: string, scalars: Scalars): SourceNodes {
  return parseText(file, text, new Problems(), scalars)?.nodes ?? NO_NODES;
}

function parseText(
  file: string,
  text: string,
  problems: Problems,
  scalars: Scalars,
): { readonly value: unknown; readonly nodes: SourceNodes } | null {
  const lines = new LineCounter();
  const report = (offset: number, found: string, expected = ''): void => {
    const { line, col } = lines.linePos(offset);
    problems.error({ file, line: Math.max(1, line), column: Math.max(1, col) }, found, expected);
  };
  try {
    const tokens = [];
    const parser = new Parser(lines.addNewLine);
    lines.addNewLine(0);
    for (const lexeme of new Lexer().lex(text)) {
      for (const token of parser.next(lexeme)) tokens.push(token);
      if (parser.stack.length > DEEPEST) {
        report(parser.offset, `nesting deeper than ${DEEPEST} levels`, 'expected a configuration');
        return null;
      }
    }
    for (const token of parser.end()) tokens.push(token);

    // `schema` is stated so that a %YAML 1.1 directive cannot turn `off` and `NO` (Norway) into false.
    const schema = scalars === 'text' ? 'failsafe' : 'core';
    const composer = new Composer({ schema, merge: true, prettyErrors: false, logLevel: 'error' });
    const documents = [...composer.compose(tokens, true, text.length)];
    const document = documents[0];
    if (documents.length > 1) {
      report(documents[1].range[0], 'a second document', 'expected one document in a file: remove the `---`');
      return null;
    }
    const faults: YAMLError[] = [...document.errors, ...document.warnings];
    for (const fault of faults.slice(0, MOST_SYNTAX_ERRORS)) {
      const [found, expected] = explainSyntax(fault);
      report(fault.pos[0], found, expected);
    }
    // A key given twice leaves everything else readable, so the checks that follow are worth running.
    if (faults.some(fault => fault.code !== 'DUPLICATE_KEY')) return null;
    const aliases = resolveAliases(document, report);
    if (aliases === null) return null;
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { value, nodes: { contents: document.contents, aliases, lines } };
  } catch (error) {
    report(0, `cannot read the YAML: ${messageOf(error)}`, 'expected fewer and simpler anchors and aliases');
    return null;
  }
}

/** What each alias stands for, or null when one stands for nothing; that is then reported. */
function resolveAliases(
  document: Document.Parsed,
  report: (offset: number, found: string, expected: string) => void,
): Map<Alias, Node> | null {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  let complete = true;
  visit(document, {
    Node(_key, node, ancestors) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      if (target !== undefined && !ancestors.includes(target)) {
        targets.set(node, target);
        return;
      }
      complete = false;
      const found =
        target === undefined ? `alias *${node.source}` : `alias *${node.source} inside its own anchor`;
      report(node.range?.[0] ?? 0, found, `expected an anchor &${node.source} that ends above it`);
    },
  });
  return complete ? targets : null;
}

function explainSyntax(fault: YAMLError): [found: string, expected: string] {
  switch (fault.code) {
    case 'DUPLICATE_KEY':
      return ['the same key for the second time in one map', 'expected each key once'];
    case 'TAB_AS_INDENT':
      return ['a tab in the indentation', 'expected spaces: YAML does not allow tabs there'];
    case 'TAG_RESOLVE_FAILED':
      return [`a tag this configuration has no use for (${fault.message})`, 'expected a plain value'];
    default:
      return [`not valid YAML: ${fault.message}`, ''];
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
