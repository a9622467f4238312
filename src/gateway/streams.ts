import { parsePeerAddress } from '../client/index.js';
import type { Observer } from '../observe/index.js';
import { AddressMap } from '../state/index.js';
import type { StreamHandler, StreamRecord } from '../stream/index.js';
import { judgeAddress, refusesAddress } from './judge.js';
import type { Running } from './running.js';

/** Name of a stream as bans and break-glass know it. */
export function streamSite(name: string): string {
  return `stream:${name}`;
}

/** Decides about connections of streams by the gates in force, and records them. */
export class StreamGate implements StreamHandler {
  readonly #running: () => Running;
  readonly #observer: Observer;
  readonly #open = new Map<string, AddressMap<number>>();

  constructor(running: () => Running, observer: Observer) {
    this.#running = running;
    this.#observer = observer;
  }

  settings(name: string): ReturnType<StreamHandler['settings']> {
    return this.#running().streams.get(name)?.settings ?? null;
  }

  trusts(address: string): boolean {
    const peer = parsePeerAddress(address);
    return peer !== null && this.#running().trust.trusts(peer);
  }

  judge(name: string, address: string): ReturnType<StreamHandler['judge']> {
    const running = this.#running();
    const stream = running.streams.get(name);
    return stream === undefined ? null : judgeAddress(stream.gate, running.geo, address);
  }

  stillAdmits(name: string, address: string): boolean {
    const running = this.#running();
    const stream = running.streams.get(name);
    return stream !== undefined && !refusesAddress(stream.gate, running.geo, address);
  }

  enter(name: string, address: string, limit: number): (() => void) | null {
    const peer = parsePeerAddress(address);
    if (peer === null) return null;
    const open = this.#open.get(name) ?? new AddressMap<number>();
    this.#open.set(name, open);
    const words = [peer.a, peer.b, peer.c, peer.d];
    const count = open.get(peer.family, words) ?? 0;
    if (count >= limit) return null;
    open.set(peer.family, words, count + 1);
    return () => {
      const left = (open.get(peer.family, words) ?? 1) - 1;
      if (left > 0) open.set(peer.family, words, left);
      else open.delete(peer.family, words);
    };
  }

  finished(record: StreamRecord): void {
    this.#observer.stream(record);
  }
}

/** Names that bans and break-glass may be about. */
export function sitesOf({ sites, streams }: Running): string[] {
  return [...sites.map(({ site }) => site.name), ...[...streams.keys()].map(streamSite), 'admin'];
}
