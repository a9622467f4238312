import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LoadedConfig, loadConfig } from '../../src/config/index.js';
import { formatProblem, type Problem, ProblemsError } from '../../src/core/index.js';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

/** A temporary folder with the fixtures (rules, lists, certificates) and a few files more. It is removed afterwards. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'sekisho-config-'));

  constructor(test: { teardown(handler: () => void): void }) {
    test.teardown(() => rmSync(this.path, { recursive: true }));
    cpSync(fixtures, this.path, { recursive: true });
    // A checkout does not keep file modes.
    for (const key of ['example.key', 'other.key']) chmodSync(join(this.path, 'tls', key), 0o600);
  }

  write(name: string, content: string | Uint8Array): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Loads `sekisho.yaml` with this content; this folder is also the package's. */
  load(yaml: string | Uint8Array): LoadedConfig {
    return loadConfig(this.write('sekisho.yaml', yaml), {
      workingFolder: this.path,
      packageFolder: this.path,
    });
  }

  /** The problem lines of `sekisho.yaml` with this content, errors and warnings, without the folder's path. */
  problems(yaml: string | Uint8Array): string[] {
    return problemsOf(() => this.load(yaml)).map(problem =>
      formatProblem(problem).replaceAll(`${this.path}/`, '').replaceAll(this.path, '.'),
    );
  }
}

/** @throws whatever is not a ProblemsError */
export function problemsOf(load: () => LoadedConfig): readonly Problem[] {
  try {
    return load().problems;
  } catch (error) {
    if (error instanceof ProblemsError && error.problems.length > 0) return error.problems;
    throw error;
  }
}
