import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What helpers need of a test: node-tap's `t` has it. */
export interface Teardown {
  teardown(handler: () => unknown): void;
}

/** A temporary folder that goes with the test. */
export class TempFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'sekisho-test-'));

  constructor(t: Teardown) {
    t.teardown(() => rmSync(this.path, { recursive: true, force: true }));
  }

  /** Writes a file, making its folder. @returns its path */
  write(name: string, content: string | Buffer, mode = 0o644): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
    return file;
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  file(name: string): string {
    return join(this.path, name);
  }
}
