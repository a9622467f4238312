import { BanTable } from './bans.js';
import { Openings } from './openings.js';
import type { StateOperation } from './operation.js';

/**
 * What worker processes share: bans and openings. Each process has all of it and asks its own memory; changes go round
 * as operations. `dispatch` is for changes that begin here, `apply` for those that come from elsewhere (the journal,
 * another worker, a store).
 */
export class SharedState {
  readonly bans: BanTable;
  readonly openings: Openings;
  readonly #listeners = new Set<(operation: StateOperation) => void>();
  readonly #watchers = new Set<(operation: StateOperation) => void>();

  /** @param now clock in milliseconds, for tests @param mostBans of addresses, kept at once */
  constructor(now: () => number = Date.now, mostBans?: number) {
    this.bans = new BanTable(now, mostBans);
    this.openings = new Openings(now);
  }

  /** Takes in a change that was made elsewhere. @throws BansFull */
  apply(operation: StateOperation): void {
    switch (operation.kind) {
      case 'ban':
        this.bans.add(operation.ban);
        break;
      case 'unban':
        this.bans.remove(operation.target, operation.site, operation.at);
        break;
      case 'open':
        this.openings.add(operation.opening);
        break;
      case 'close':
        this.openings.remove(operation.id);
        break;
    }
    for (const watcher of this.#watchers) watcher(operation);
  }

  /** Makes a change here and tells everyone who listens. @throws BansFull; nobody is told then */
  dispatch(operation: StateOperation): void {
    this.apply(operation);
    for (const listener of this.#listeners) listener(operation);
  }

  /** Is told of every change that is made here. @returns ends it */
  subscribe(listener: (operation: StateOperation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Is told of every change, wherever it was made. @returns ends it */
  onChange(watcher: (operation: StateOperation) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Operations that make this state out of an empty one: for a new worker, or a new journal. */
  snapshot(): StateOperation[] {
    return [
      ...this.bans.kept().map((ban): StateOperation => ({ kind: 'ban', ban })),
      ...this.openings.active().map((opening): StateOperation => ({ kind: 'open', opening })),
    ];
  }
}
