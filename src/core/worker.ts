import { randomBytes } from 'node:crypto';

/**
 * Messages between the worker processes of one machine. Delivery is in order for each sender, to every other worker that
 * runs at the time, not to the sender itself, and not to one that starts later: who needs what was said before asks for it.
 */
export interface MessageBus {
  /** @param topic who it is for @param payload what the structured clone algorithm can copy; small, as each worker copies it */
  broadcast(topic: string, payload: unknown): void;
  /** @returns takes the listener away again */
  onMessage(topic: string, listener: (payload: unknown) => void): () => void;
}

/** Where this process stands among the workers of its machine. */
export interface WorkerPlace {
  /** 0 … `count - 1`; a worker that takes the place of one that died has its slot. */
  readonly slot: number;
  readonly count: number;
  readonly bus: MessageBus;
  /** Eight random bytes, the same in all workers of the machine. */
  readonly key: Buffer;
  /** True in exactly one worker of the machine: what must be done once (probes, renewals, fetches) is done there. */
  readonly leads: boolean;
}

/** The place of a process without other workers: nobody hears what it says. */
export const ALONE: WorkerPlace = Object.freeze({
  slot: 0,
  count: 1,
  bus: Object.freeze({ broadcast: () => {}, onMessage: () => () => {} }),
  key: randomBytes(8),
  leads: true,
});
