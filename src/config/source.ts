import { dirname } from 'node:path';
import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
import type { Place, Problems } from '../core/index.js';

/** The way to a value: keys of maps and indexes of lists, from the root of a file. */
export type Path = readonly (string | number)[];

/** The tree of a file, with places: many times as large as its values. */
export interface SourceNodes {
  readonly contents: Node | null;
  /** What each alias stands for. */
  readonly aliases: ReadonlyMap<Alias, Node>;
  readonly lines: LineCounter;
}

/** The tree that was read again last: places are asked for in runs. */
let last: { readonly source: Source; readonly nodes: SourceNodes } | null = null;

/** A YAML file that was read without a syntax error, and where everything in it stands. */
export class Source {
  /** Folder of the file: relative paths written in it start here. */
  readonly folder: string;
  #nodes: SourceNodes | null;

  constructor(
    /** Absolute path. */
    readonly file: string,
    /** The content as plain JavaScript values, aliases and merge keys resolved. */
    readonly value: unknown,
    nodes: SourceNodes | null,
    /** Makes the tree from the text. */
    private readonly parse: () => SourceNodes,
  ) {
    this.folder = dirname(file);
    this.#nodes = nodes;
  }

  /** Lets go of the tree; who asks for a place has it made again. For files of which there are thousands. */
  forget(): void {
    this.#nodes = null;
  }

  get #tree(): SourceNodes {
    if (this.#nodes !== null) return this.#nodes;
    if (last?.source !== this) last = { source: this, nodes: this.parse() };
    return last.nodes;
  }

  /**
   * Where a value stands: the value itself when it is a scalar or an item of a list, its key when it is a map or a
   * list under a key. A path that does not exist gives the place of the nearest thing above it that does.
   */
  place(path: Path): Place {
    let node: Node | null = this.#tree.contents;
    let offset = startOf(node);
    for (const step of path) {
      const child = this.childOf(this.resolve(node), step);
      if (child === null) break;
      node = child.value;
      offset =
        child.key !== null && !(isScalar(node) && node.source !== '') ? startOf(child.key) : startOf(node);
    }
    return this.placeAt(offset);
  }

  /** Where the key of a map stands, whatever its value. */
  keyPlace(path: Path, key: string): Place {
    let node: Node | null = this.#tree.contents;
    for (const step of path) node = this.childOf(this.resolve(node), step)?.value ?? null;
    const child = this.childOf(this.resolve(node), key);
    return child?.key ? this.placeAt(startOf(child.key)) : this.place(path);
  }

  private placeAt(offset: number): Place {
    const { line, col } = this.#tree.lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  private childOf(node: Node | null, step: string | number): Child | null {
    if (isSeq(node)) {
      const item = node.items[Number(step)];
      return isNode(item) ? { key: null, value: item } : null;
    }
    if (!isMap(node)) return null;
    const pairs = node.items as Pair<Node, Node | null>[];
    for (const { key, value } of pairs) {
      if (isScalar(key) && String(key.value) === String(step)) return { key, value };
    }
    for (const { key, value } of pairs) {
      if (!isScalar(key) || key.source !== '<<') continue;
      const merged = this.resolve(value);
      for (const from of isSeq(merged) ? merged.items : [merged]) {
        const child = from === node ? null : this.childOf(this.resolve(from as Node), step);
        if (child !== null) return child;
      }
    }
    return null;
  }

  private resolve(node: Node | null): Node | null {
    return isAlias(node) ? (this.#tree.aliases.get(node) ?? null) : node;
  }
}

/** A part of a source: reports problems by their path below that part. */
export class Section {
  constructor(
    readonly source: Source,
    readonly path: Path,
    private readonly problems: Problems,
  ) {}

  /** The part of this part that `path` leads to. */
  at(...path: Path): Section {
    return new Section(this.source, [...this.path, ...path], this.problems);
  }

  /** Whether a key is written below this part, whatever its value. */
  has(...path: Path): boolean {
    let value: unknown = this.source.value;
    for (const step of [...this.path, ...path]) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
      value = (value as Record<string | number, unknown>)[step];
    }
    return true;
  }

  get place(): Place {
    return this.source.place(this.path);
  }

  /** The path as an operator would say it, e.g. `sites[0].gate.deny`. */
  get name(): string {
    return dotted(this.path);
  }

  error(found: string, expected = ''): void {
    this.problems.error(this.place, found, expected);
  }

  warning(found: string, expected = ''): void {
    this.problems.warning(this.place, found, expected);
  }
}

/** `sites[0].gate.deny`; the root is `the file`. */
export function dotted(path: Path): string {
  if (path.length === 0) return 'the file';
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

interface Child {
  readonly key: Node | null;
  readonly value: Node | null;
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
