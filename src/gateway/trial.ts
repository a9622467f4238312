import { copyFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ApplyOrder, ControlError, type TrialView } from '../admin/index.js';
import { formatProblem, ProblemsError } from '../core/index.js';
import type { Built } from './build.js';
import { lockedOut, type Refusal } from './lock-out.js';

/** What trials are made on. */
export interface TrialParts {
  /** The configuration's own file: what a start and a reload read. */
  readonly file: string;
  /** What is in force. */
  readonly current: () => Built;
  /** Reads and builds a configuration. @throws ProblemsError */
  readonly build: (file: string) => Built;
  /** Puts it in force. */
  readonly activate: (built: Built) => void;
  readonly audit: (event: string, details: Readonly<Record<string, unknown>>) => void;
}

interface Trial {
  readonly file: string;
  readonly text: string;
  readonly before: Built;
  readonly until: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * A changed configuration in force for a time: unless it is confirmed, what was in force before comes back. That it comes back
 * needs nothing to be read: it is still in memory.
 */
export class Trials {
  readonly #parts: TrialParts;
  #trial: Trial | null = null;

  constructor(parts: TrialParts) {
    this.#parts = parts;
  }

  get view(): TrialView {
    return { file: this.#trial?.file ?? null, until: this.#trial?.until ?? null };
  }

  /** @throws ControlError when the file has mistakes, or the change would lock the caller out and is not forced */
  apply({ file: written, seconds, force, addresses }: ApplyOrder, by: string): TrialView {
    const { file: own, current, build, activate, audit } = this.#parts;
    if (this.#trial !== null)
      throw new ControlError(409, 'a change is on trial: confirm it or roll it back first');
    const file = resolve(dirname(own), written);
    if (dirname(file) !== dirname(own)) {
      throw new ControlError(
        400,
        `${file} is not in the folder of ${own}: relative paths would mean other files there`,
      );
    }
    const before = current();
    let text: string;
    let after: Built;
    try {
      text = readFileSync(file, 'utf8');
      after = build(file);
    } catch (error) {
      if (error instanceof ProblemsError)
        throw new ControlError(422, error.problems.map(formatProblem).join('\n'));
      throw new ControlError(400, error instanceof Error ? error.message : String(error));
    }
    const refused = this.#refused(addresses, before, after);
    if (refused.length > 0 && !force) {
      audit('gate-apply-refused', { file, by, refused: refused.slice(0, 10) });
      const { address, site, path, by: who } = refused[0];
      const more = refused.length > 1 ? `, and ${refused.length - 1} more` : '';
      throw new ControlError(
        409,
        `this would refuse you: ${address} could no longer reach ${site}${path === '/' ? '' : path} (${who})${more}; ` +
          'nothing was changed; --force does it all the same',
        { refused },
      );
    }
    activate(after);
    const until = Date.now() + seconds * 1000;
    const timer = setTimeout(() => this.#back('the time is over'), seconds * 1000);
    this.#trial = { file, text, before, until, timer };
    audit('gate-apply', { file, until, by, forced: refused.length > 0 });
    return this.view;
  }

  /** Keeps the change: its text takes the place of the configuration's file. @throws ControlError */
  confirm(by: string): TrialView {
    const trial = this.#require();
    const { file: own, audit } = this.#parts;
    try {
      if (trial.file !== own) replaceFile(own, trial.text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ControlError(500, `${own} could not be written (${reason}); the change is still on trial`);
    }
    clearTimeout(trial.timer);
    this.#trial = null;
    audit('gate-confirm', { file: trial.file, by });
    return this.view;
  }

  /** Puts back what was in force before. @throws ControlError when nothing is on trial */
  rollBack(by: string): TrialView {
    this.#require();
    this.#back(by);
    return this.view;
  }

  /** A reload takes the place of what is on trial. */
  end(reason: string): void {
    if (this.#trial === null) return;
    clearTimeout(this.#trial.timer);
    this.#parts.audit('gate-superseded', { file: this.#trial.file, by: reason });
    this.#trial = null;
  }

  #back(by: string): void {
    if (this.#trial === null) return;
    const { file, before, timer } = this.#trial;
    clearTimeout(timer);
    this.#trial = null;
    this.#parts.activate(before);
    this.#parts.audit('gate-rollback', { file, by });
  }

  #require(): Trial {
    if (this.#trial === null)
      throw new ControlError(409, 'nothing is on trial (or its time is over, and it was rolled back)');
    return this.#trial;
  }

  #refused(addresses: readonly string[], before: Built, after: Built): Refusal[] {
    const countries = { before: before.geo, after: after.geo };
    return addresses.flatMap(address => {
      const refused = lockedOut(address, before.gates, after.gates, countries);
      if (refused === null) throw new ControlError(400, `${JSON.stringify(address)} is no address`);
      return refused;
    });
  }
}

/** Writes a new file, keeps the old one beside it as `.before`, and puts the new one in its place at once. */
function replaceFile(file: string, text: string): void {
  const next = `${file}.next`;
  writeFileSync(next, text, { mode: statSync(file).mode & 0o777 });
  copyFileSync(file, `${file}.before`);
  renameSync(next, file);
}
