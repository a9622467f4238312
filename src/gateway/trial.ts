import { copyFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ApplyOrder, ControlError, type TrialView } from '../admin/index.js';
import { formatProblem, ProblemsError } from '../core/index.js';
import type { Built } from './build.js';
import type { InForce } from './in-force.js';
import { lockedOut, type Refusal } from './lock-out.js';
import type { TrialMessage } from './trial-follower.js';

/** What trials are made on. */
export interface TrialParts {
  /** The configuration's own file: what a start and a reload read. */
  readonly file: string;
  readonly inForce: InForce;
  readonly audit: (event: string, details: Readonly<Record<string, unknown>>) => void;
  /** Lets the other workers do the same. */
  readonly tell: (message: TrialMessage) => void;
  /** Told when what was in force before could not be put back. */
  readonly failed: (error: unknown) => void;
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
  apply(order: ApplyOrder, by: string): Promise<TrialView> {
    return this.#parts.inForce.inTurn(() => this.#apply(order, by));
  }

  async #apply({ file: written, seconds, force, addresses }: ApplyOrder, by: string): Promise<TrialView> {
    const { file: own, inForce, audit, tell, failed } = this.#parts;
    if (this.#trial !== null)
      throw new ControlError(409, 'a change is on trial: confirm it or roll it back first');
    const file = resolve(dirname(own), written);
    if (dirname(file) !== dirname(own)) {
      throw new ControlError(
        400,
        `${file} is not in the folder of ${own}: relative paths would mean other files there`,
      );
    }
    const before = inForce.built;
    let text: string;
    let after: Built;
    try {
      text = readFileSync(file, 'utf8');
      after = await inForce.build(file);
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
    if (!(await inForce.activate(after))) throw new ControlError(503, 'the gateway is stopping');
    const until = Date.now() + seconds * 1000;
    const timer = setTimeout(() => this.#back(this.#trial, 'the time is over').catch(failed), seconds * 1000);
    this.#trial = { file, text, before, until, timer };
    tell({ kind: 'apply', file, until });
    audit('gate-apply', { file, until, by, forced: refused.length > 0 });
    return this.view;
  }

  /** Keeps the change: its text takes the place of the configuration's file. @throws ControlError */
  confirm(by: string): Promise<TrialView> {
    return this.#parts.inForce.inTurn(async () => this.#confirm(by));
  }

  #confirm(by: string): TrialView {
    const trial = this.#require();
    const { file: own, audit, tell } = this.#parts;
    try {
      if (trial.file !== own) replaceFile(own, trial.text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ControlError(500, `${own} could not be written (${reason}); the change is still on trial`);
    }
    clearTimeout(trial.timer);
    this.#trial = null;
    tell({ kind: 'confirm' });
    audit('gate-confirm', { file: trial.file, by });
    return this.view;
  }

  /** Puts back what was in force before. @throws ControlError when nothing is on trial */
  async rollBack(by: string): Promise<TrialView> {
    await this.#back(this.#require(), by);
    return this.view;
  }

  /** A reload takes the place of what is on trial. */
  end(reason: string): void {
    if (this.#trial === null) return;
    clearTimeout(this.#trial.timer);
    this.#parts.audit('gate-superseded', { file: this.#trial.file, by: reason });
    this.#trial = null;
  }

  #back(trial: Trial | null, by: string): Promise<void> {
    const { inForce, audit, tell } = this.#parts;
    return inForce.inTurn(async () => {
      // Confirmed, or ended by a reload, while it waited for its turn.
      if (trial === null || this.#trial !== trial) return;
      const { file, before, timer } = trial;
      clearTimeout(timer);
      this.#trial = null;
      tell({ kind: 'back' });
      await inForce.activate(before);
      audit('gate-rollback', { file, by });
    });
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
