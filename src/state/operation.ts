/**
 * Addresses as state knows them, in numbers: whoever makes one has read the text. `words` are the first and the last
 * address, four words each, most significant first (an IPv4 address stands in the last of its four).
 */
export interface AddressSpan {
  readonly family: 4 | 6;
  readonly words: readonly number[];
  /** As people read it: an address, or a CIDR. */
  readonly text: string;
}

/** A ban: who, where, how long and why. Plain data. Times are milliseconds since the epoch. */
export interface Ban {
  readonly span: AddressSpan;
  /** Name of the site, or null for all of them, streams and the admin listener too. */
  readonly site: string | null;
  readonly since: number;
  /** Null: until it is lifted. */
  readonly until: number | null;
  /** The how many-th ban in a row: each is longer than the last. */
  readonly count: number;
  readonly reason: string;
  /** What banned: the name of an event, or `manual`. */
  readonly by: string;
}

/** Break-glass: who is let in past every check, where, how long and why. */
export interface Opening {
  readonly id: string;
  readonly span: AddressSpan;
  readonly site: string | null;
  readonly since: number;
  readonly until: number;
  readonly reason: string;
  readonly by: string;
}

/**
 * A change of the state that processes share, as plain data: it is written into the journal, sent to other workers, and
 * later to Redis. Applying one twice, or late, does no harm: of two about the same thing the later wins.
 */
export type StateOperation =
  | { readonly kind: 'ban'; readonly ban: Ban }
  | { readonly kind: 'unban'; readonly target: string; readonly site: string | null; readonly at: number }
  | { readonly kind: 'open'; readonly opening: Opening }
  | { readonly kind: 'close'; readonly id: string; readonly at: number };

/** Reads an operation back from JSON. @returns null when it is none */
export function readOperation(value: unknown): StateOperation | null {
  if (!isMap(value)) return null;
  const { kind, ban, opening, target, site, id, at } = value;
  if (kind === 'ban') return isBan(ban) ? { kind, ban } : null;
  if (kind === 'open') return isOpening(opening) ? { kind, opening } : null;
  if (kind === 'unban')
    return typeof target === 'string' && isSite(site) && typeof at === 'number'
      ? { kind, target, site, at }
      : null;
  if (kind === 'close') return typeof id === 'string' && typeof at === 'number' ? { kind, id, at } : null;
  return null;
}

function isBan(value: unknown): value is Ban {
  return (
    isStay(value) &&
    (value.until === null || typeof value.until === 'number') &&
    Number.isSafeInteger(value.count)
  );
}

function isOpening(value: unknown): value is Opening {
  return isStay(value) && typeof value.until === 'number' && typeof value.id === 'string';
}

function isStay(value: unknown): value is Record<string, unknown> {
  return (
    isMap(value) &&
    isSpan(value.span) &&
    isSite(value.site) &&
    typeof value.since === 'number' &&
    typeof value.reason === 'string' &&
    typeof value.by === 'string'
  );
}

function isSpan(value: unknown): value is AddressSpan {
  if (!isMap(value)) return false;
  const { family, words, text } = value;
  return (
    (family === 4 || family === 6) &&
    typeof text === 'string' &&
    Array.isArray(words) &&
    words.length === 8 &&
    words.every(word => Number.isInteger(word) && word >= 0 && word <= 0xffff_ffff)
  );
}

function isSite(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
