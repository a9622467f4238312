import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompileEnvironment } from '../../inspect/contract.js';
import { SyntaxProblem, type Word } from '../words.js';

/** Data files that rules and directives name: beside the rule file, or by an absolute path. Each is read once per load. */
export class DataFiles {
  readonly #contents = new Map<string, string>();
  readonly #seen: Set<string>;

  /** @param seen receives every file that was read */
  constructor(seen: Set<string>) {
    this.#seen = seen;
  }

  /** What an operator of a rule reads files with. */
  environment(directive: Word): CompileEnvironment {
    return { readFile: name => this.#read(this.#absolute(directive, name)) };
  }

  resolve(word: Word): string {
    return this.#absolute(word, word.text);
  }

  /** @throws SyntaxProblem when it cannot be read */
  read(word: Word): string {
    try {
      return this.#read(this.resolve(word));
    } catch (error) {
      throw new SyntaxProblem(
        word.place(),
        `${word.text} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        'name a readable file',
      );
    }
  }

  #absolute(word: Word, name: string): string {
    return path.resolve(path.dirname(word.line.file), name);
  }

  #read(file: string): string {
    let content = this.#contents.get(file);
    if (content === undefined) {
      content = readFileSync(file, 'latin1');
      this.#contents.set(file, content);
      this.#seen.add(file);
    }
    return content;
  }
}
