import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problems } from '../core/index.js';
import type { Node } from './ast.js';
import { parseDirective } from './parse-directive.js';
import { logicalLines } from './source.js';
import { SyntaxProblem, type Word } from './words.js';

/** Includes may nest this deep: more is a file that includes itself. */
const DEEPEST_INCLUDE = 16;
const LARGEST_FILE = 64 * 1024 * 1024;

/** Reads a file as a byte string. @throws Error when it cannot be read or is over 64 MiB */
export function readBytes(file: string): string {
  const content = readFileSync(file);
  if (content.length > LARGEST_FILE)
    throw new Error(`the file has ${content.length} bytes, more than ${LARGEST_FILE}`);
  return content.toString('latin1');
}

/**
 * Reads rule files with what they include, in order.
 * @param files absolute paths
 * @param seen receives every file that was read
 */
export function readRuleFiles(files: readonly string[], problems: Problems, seen: Set<string>): Node[] {
  const nodes: Node[] = [];
  for (const file of files) {
    try {
      readInto(nodes, file, problems, seen, 0);
    } catch (error) {
      problems.error(
        { file, line: 1, column: 1 },
        `the file cannot be read: ${(error as Error).message}`,
        'name a readable file',
      );
    }
  }
  return nodes;
}

function readInto(nodes: Node[], file: string, problems: Problems, seen: Set<string>, depth: number): void {
  const content = readBytes(file);
  seen.add(file);
  for (const line of logicalLines(file, content)) {
    try {
      const node = parseDirective(line);
      const name = node.directive.text.toLowerCase();
      if (name === 'include' || name === 'includeoptional') {
        include(
          nodes,
          node.kind === 'setting' ? node.args : [],
          node.directive,
          name === 'includeoptional',
          problems,
          seen,
          depth,
        );
      } else {
        nodes.push(node);
      }
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      problems.error(error.place, error.found, error.expected);
    }
  }
}

function include(
  nodes: Node[],
  args: readonly Word[],
  directive: Word,
  isOptional: boolean,
  problems: Problems,
  seen: Set<string>,
  depth: number,
): void {
  if (args.length !== 1) {
    problems.error(
      directive.place(),
      `${directive.text} with ${args.length} arguments`,
      'name one file or pattern',
    );
    return;
  }
  if (depth >= DEEPEST_INCLUDE) {
    problems.error(
      args[0].place(),
      `includes nested more than ${DEEPEST_INCLUDE} deep`,
      'take out the include that leads back to its own file',
    );
    return;
  }
  const pattern = path.resolve(path.dirname(directive.line.file), args[0].text);
  const files = expandPattern(pattern);
  if (files.length === 0 && !isOptional) {
    problems.error(
      args[0].place(),
      `no file matches ${args[0].text}`,
      'name a file that is there, or use IncludeOptional',
    );
  }
  for (const file of files) {
    try {
      readInto(nodes, file, problems, seen, depth + 1);
    } catch (error) {
      problems.error(
        args[0].place(),
        `${file} cannot be read: ${(error as Error).message}`,
        'name a readable file',
      );
    }
  }
}

/** Files that a path with `*` and `?` in its last part names, sorted by name; the path itself where it has none. */
export function expandPattern(pattern: string): string[] {
  const base = path.basename(pattern);
  const folder = path.dirname(pattern);
  if (!/[*?]/.test(base)) return listOf(folder).includes(base) ? [pattern] : [];
  return listOf(folder)
    .filter(name => matchesWildcard(name, base) && (!name.startsWith('.') || base.startsWith('.')))
    .sort()
    .map(name => path.join(folder, name));
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function matchesWildcard(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}
