/** Forms an answer page comes in. */
export type PageType = 'html' | 'json' | 'problem' | 'text';
export type Language = 'en' | 'ja';

/** Bounds on what is read of an Accept header: a visitor's own choice needs no more. */
const MAX_HEADER = 1024;
const MAX_RANGES = 32;

interface Range {
  /** Lower case, without parameters. */
  readonly name: string;
  /** 0 to 1. */
  readonly quality: number;
}

/** The quality of a range, `1` when it has none, or -1 when it is not one (RFC 9110 section 12.4.2). */
function parseQuality(parameters: string): number {
  for (const parameter of parameters.split(';')) {
    const equals = parameter.indexOf('=');
    if (equals < 0 || parameter.slice(0, equals).trim().toLowerCase() !== 'q') continue;
    const text = parameter.slice(equals + 1).trim();
    return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : -1;
  }
  return 1;
}

/** Splits an Accept-like header. Ranges whose quality is not valid are left out. */
function parseRanges(header: string): Range[] {
  const ranges: Range[] = [];
  for (const item of header.slice(0, MAX_HEADER).split(',', MAX_RANGES)) {
    const semicolon = item.indexOf(';');
    const name = (semicolon < 0 ? item : item.slice(0, semicolon)).trim().toLowerCase();
    const quality = semicolon < 0 ? 1 : parseQuality(item.slice(semicolon + 1));
    if (name !== '' && quality >= 0) ranges.push({ name, quality });
  }
  return ranges;
}

const MEDIA_TYPES: readonly (readonly [PageType, type: string, wildcard: string])[] = [
  ['html', 'text/html', 'text/*'],
  ['json', 'application/json', 'application/*'],
  ['problem', 'application/problem+json', 'application/*'],
  ['text', 'text/plain', 'text/*'],
];

/**
 * Chooses the form of the answer from an Accept header (RFC 9110 section 12.5.1): the highest quality wins, then the
 * exact name over a wildcard, then what the header names first. A client that names none of our types (no header, or
 * `*` + `/*` alone, as curl and `fetch` send it; a browser loading an image) gets plain text: short, and readable anywhere.
 */
export function negotiateType(accept: string | undefined): PageType {
  if (accept === undefined) return 'text';
  const ranges = parseRanges(accept);
  let best: PageType = 'text';
  let bestQuality = 0;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const [page, type, wildcard] of MEDIA_TYPES) {
    let at = ranges.findIndex(range => range.name === type);
    const exact = at >= 0;
    if (!exact) at = ranges.findIndex(range => range.name === wildcard);
    if (at < 0) continue;
    const { quality } = ranges[at];
    const rank = exact ? at : at + MAX_RANGES;
    if (quality > bestQuality || (quality === bestQuality && quality > 0 && rank < bestRank)) {
      best = page;
      bestQuality = quality;
      bestRank = rank;
    }
  }
  return best;
}

/**
 * Chooses the language from an Accept-Language header (RFC 9110 section 12.5.4): the highest quality wins, then what
 * stands first. English when the visitor asks for neither.
 */
export function negotiateLanguage(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'en';
  let best: Language = 'en';
  let bestQuality = 0;
  for (const { name, quality } of parseRanges(acceptLanguage)) {
    if (quality <= bestQuality) continue;
    const primary = name.split('-', 1)[0];
    if (primary === 'ja' || primary === 'en' || primary === '*') {
      best = primary === 'ja' ? 'ja' : 'en';
      bestQuality = quality;
    }
  }
  return best;
}
