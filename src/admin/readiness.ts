/** Why the process should get no traffic yet, or no more. It is ready when nobody holds it. */
export class Readiness {
  readonly #holds = new Map<string, string>();
  readonly #warnings = new Map<string, string | readonly string[]>();

  /** Is told of every change. */
  onChange: () => void = () => {};

  /** @param reason what holds it from the start, e.g. `starting` */
  constructor(reason?: string) {
    if (reason !== undefined) this.#holds.set(reason, reason);
  }

  /** Holds readiness under a name until `release`. @param reason for the operator; default: the name */
  hold(name: string, reason = name): void {
    this.#holds.set(name, reason);
    this.onChange();
  }

  release(name: string): void {
    this.#holds.delete(name);
    this.onChange();
  }

  /** Something is wrong that does not keep the process from serving. @param text null: no longer */
  warn(name: string, text: string | null): void {
    if (text === null) this.#warnings.delete(name);
    else this.#warnings.set(name, text);
    this.onChange();
  }

  /** The same for several at once, in place of those said under this name before. */
  replaceWarnings(name: string, texts: readonly string[]): void {
    if (texts.length === 0) this.#warnings.delete(name);
    else this.#warnings.set(name, texts);
    this.onChange();
  }

  warnings(): readonly string[] {
    return [...this.#warnings.values()].flat();
  }

  /** Empty when ready. */
  reasons(): readonly string[] {
    return [...this.#holds.values()];
  }
}
