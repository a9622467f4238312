/** Where the words, numbers and names of SQL end. Every function reads forward from `at` and returns the offset behind. */

export const Char = { Other: 0, Space: 1, Digit: 2, Letter: 3 } as const;

const longestBracket = 128;
const longestTag = 64;

const kinds = new Uint8Array(256);
for (let code = 0; code < 256; code++) {
  const char = String.fromCharCode(code);
  // Databases take the no-break space of latin1 for white space, and every other byte above 7F for a letter.
  if (code <= 0x20 || code === 0xa0) kinds[code] = Char.Space;
  else if (/[0-9]/.test(char)) kinds[code] = Char.Digit;
  else if (/[A-Za-z_]/.test(char) || code >= 0x80) kinds[code] = Char.Letter;
}

/** The kind of the byte at an offset; `Other` behind the end. */
export function charKind(text: string, at: number): number {
  return at < text.length ? (kinds[text.charCodeAt(at) & 0xff] as number) : Char.Other;
}

/** The byte at an offset, or -1 behind the end. */
export function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : -1;
}

export function spaceEnd(text: string, at: number): number {
  let end = at;
  while (charKind(text, end) === Char.Space) end++;
  return end;
}

export function digitsEnd(text: string, at: number): number {
  let end = at;
  while (charKind(text, end) === Char.Digit) end++;
  return end;
}

/** Letters, digits and dollar signs. */
export function wordEnd(text: string, at: number): number {
  let end = at;
  while (charKind(text, end) >= Char.Digit || codeAt(text, end) === 0x24) end++;
  return end;
}

/** A word with what its dots join to it: `a.b`, `` a.`b` ``, `a..b`. */
export function dottedEnd(text: string, at: number): number {
  let end = wordEnd(text, at);
  while (codeAt(text, end) === 0x2e) {
    const after = codeAt(text, end + 1) === 0x2e ? end + 2 : end + 1;
    if (charKind(text, after) === Char.Letter) end = wordEnd(text, after);
    else if (codeAt(text, after) === 0x60) {
      const close = text.indexOf('`', after + 1);
      if (close === -1) return end;
      end = close + 1;
    } else return end;
  }
  return end;
}

/** `1`, `1.5`, `.5`, `1e3`, `0x41`, `0b1`. */
export function numberEnd(text: string, at: number): number {
  const radix = codeAt(text, at + 1) | 0x20;
  if (text.charCodeAt(at) === 0x30 && (radix === 0x78 || radix === 0x62)) {
    let end = at + 2;
    while (isHex(codeAt(text, end))) end++;
    if (end > at + 2) return end;
  }
  let end = digitsEnd(text, at);
  if (codeAt(text, end) === 0x2e && codeAt(text, end + 1) !== 0x2e) end = digitsEnd(text, end + 1);
  if ((codeAt(text, end) | 0x20) !== 0x65) return end;
  const sign = codeAt(text, end + 1) === 0x2d || codeAt(text, end + 1) === 0x2b ? 1 : 0;
  return charKind(text, end + 1 + sign) === Char.Digit ? digitsEnd(text, end + 1 + sign) : end;
}

/** `@a`, `@@a.b`, `@'a'`. */
export function variableEnd(text: string, at: number): number {
  const start = codeAt(text, at + 1) === 0x40 ? at + 2 : at + 1;
  const quote = codeAt(text, start);
  if (quote !== 0x27 && quote !== 0x22 && quote !== 0x60) {
    return charKind(text, start) >= Char.Digit ? dottedEnd(text, start) : start;
  }
  const close = text.indexOf(text.charAt(start), start + 1);
  return close === -1 ? start : close + 1;
}

/** `[a b]`, or -1 when it is no name in brackets. */
export function bracketEnd(text: string, at: number): number {
  const last = Math.min(text.length, at + longestBracket);
  let end = at + 1;
  while (end < last && (charKind(text, end) !== Char.Other || codeAt(text, end) === 0x2d)) end++;
  return end > at + 1 && codeAt(text, end) === 0x5d ? end + 1 : -1;
}

/** `$tag$ … $tag$`, the end of the value when it is not closed, or -1 when it is no such string. */
export function dollarStringEnd(text: string, at: number): number {
  let end = at + 1;
  while (charKind(text, end) >= Char.Digit && end - at < longestTag) end++;
  if (codeAt(text, end) !== 0x24) return -1;
  const tag = text.slice(at, end + 1);
  const close = text.indexOf(tag, end + 1);
  return close === -1 ? text.length : close + tag.length;
}

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}
