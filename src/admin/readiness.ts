/** Why the process should get no traffic yet, or no more. It is ready when nobody holds it. */
export class Readiness {
  readonly #holds = new Map<string, string>();

  /** @param reason what holds it from the start, e.g. `starting` */
  constructor(reason?: string) {
    if (reason !== undefined) this.#holds.set(reason, reason);
  }

  /** Holds readiness under a name until `release`. @param reason for the operator; default: the name */
  hold(name: string, reason = name): void {
    this.#holds.set(name, reason);
  }

  release(name: string): void {
    this.#holds.delete(name);
  }

  /** Empty when ready. */
  reasons(): readonly string[] {
    return [...this.#holds.values()];
  }
}
