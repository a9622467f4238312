import { networkInterfaces } from 'node:os';
import type { AddressList } from '../gate/index.js';
import { type AddressSpan, spanContains, spansOverlap } from '../state/index.js';
import { spanOfText } from './span.js';

/** Loopback, in both families. */
const LOOPBACK = ['127.0.0.0/8', '::1'];

/** Addresses of this machine are looked up again after so many milliseconds. */
const OWN_FOR = 60_000;

/** Whom no ban may hit: loopback, this machine, trusted proxies, and whom the configuration names. */
export class NeverBanned {
  readonly #spans: readonly AddressSpan[];
  readonly #lists: readonly AddressList[];
  #own: readonly AddressSpan[] = [];
  #ownAt = Number.NEGATIVE_INFINITY;

  /** @param entries addresses and networks @param lists that are named besides */
  constructor(
    readonly trustedProxies: readonly string[],
    entries: readonly string[],
    lists: readonly AddressList[],
  ) {
    this.#spans = [...LOOPBACK, ...trustedProxies, ...entries].map(spanOf);
    this.#lists = lists;
  }

  /** @returns what of the span may not be banned, or null when it may */
  find(span: AddressSpan): string | null {
    const found = [...this.#spans, ...this.#ownSpans()].find(
      own => spansOverlap(own, span) || spanContains(own, span.family, span.words),
    );
    if (found !== undefined) return found.text;
    const words = Uint32Array.from(span.words.slice(0, 4));
    return this.#lists.find(list => list.contains(span.family, words))?.name ?? null;
  }

  #ownSpans(): readonly AddressSpan[] {
    const now = performance.now();
    if (now - this.#ownAt > OWN_FOR) {
      this.#ownAt = now;
      this.#own = Object.values(networkInterfaces()).flatMap(entries =>
        (entries ?? []).map(({ address }) => spanOf(address.replace(/%.*$/, ''))),
      );
    }
    return this.#own;
  }
}

function spanOf(text: string): AddressSpan {
  const span = spanOfText(text, false);
  if (span === null) throw new Error(`"${text}" is no address`);
  return span;
}
