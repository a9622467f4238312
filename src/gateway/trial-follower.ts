import type { Logger } from 'pino';
import type { MessageBus } from '../core/index.js';
import type { Built } from './build.js';
import type { InForce } from './in-force.js';

/** What the worker that leads tells the others of its trial. */
export type TrialMessage =
  | { readonly kind: 'apply'; readonly file: string; readonly until: number }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'back' };

export const TRIAL = 'gate-trial';

/** How much later than the leading worker the others go back by themselves, in milliseconds: it may have died. */
const GRACE = 2_000;

/** Does in one worker what `Trials` has done in the one that leads. */
export class TrialFollower {
  readonly #inForce: InForce;
  readonly #reload: () => Promise<unknown>;
  readonly #logger: Logger;
  readonly #end: () => void;
  #trial: { readonly before: Built; readonly timer: NodeJS.Timeout } | null = null;

  /** @param reload reads the configuration's own file */
  constructor(inForce: InForce, bus: MessageBus, reload: () => Promise<unknown>, logger: Logger) {
    this.#inForce = inForce;
    this.#reload = reload;
    this.#logger = logger;
    this.#end = bus.onMessage(TRIAL, payload => {
      this.#take(payload as TrialMessage).catch((error: unknown) =>
        this.#logger.error({ err: error }, 'a worker could not follow a trial: reload'),
      );
    });
  }

  /** A reload takes the place of what is on trial. */
  end(): void {
    if (this.#trial !== null) clearTimeout(this.#trial.timer);
    this.#trial = null;
  }

  close(): void {
    this.#end();
    this.end();
  }

  async #take(message: TrialMessage): Promise<void> {
    if (message.kind === 'back') return this.#back();
    if (message.kind === 'apply') return this.#apply(message.file, message.until);
    // A worker that came after the trial had begun has the configuration of before.
    if (this.#trial === null) await this.#reload();
    else this.end();
    return undefined;
  }

  #apply(file: string, until: number): Promise<void> {
    return this.#inForce.inTurn(async () => {
      const before = this.#inForce.built;
      if (!(await this.#inForce.activate(await this.#inForce.build(file)))) return;
      this.end();
      const timer = setTimeout(() => void this.#take({ kind: 'back' }), until - Date.now() + GRACE);
      this.#trial = { before, timer };
    });
  }

  #back(): Promise<void> {
    return this.#inForce.inTurn(async () => {
      if (this.#trial === null) return;
      const { before } = this.#trial;
      this.end();
      await this.#inForce.activate(before);
    });
  }
}
