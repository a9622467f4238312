/** For each code point U+0000–U+FFFF the byte that stands for it in a code page, or -1. */
export type UnicodeMap = Int16Array;

/**
 * Reads one code page from a map file (`SecUnicodeMapFile`). In such a file a line that begins with a number opens the
 * code page of that number, and the lines after it hold pairs `HHHH:HH`, code point and byte, between spaces; `#` opens a
 * comment line.
 *
 * @param text content of the file
 * @param codePage number of the code page, e.g. 20127 (US-ASCII)
 * @throws Error when the file has no such code page, or a pair of it cannot be read
 */
export function parseUnicodeMap(text: string, codePage: number): UnicodeMap {
  const map = new Int16Array(0x10000).fill(-1);
  let current = -1;
  let pairs = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.startsWith('#') || line.trim() === '') continue;
    if (!line.includes(':')) {
      const heading = /^\s*(\d{1,6})(?!\S)/.exec(line);
      current = heading === null ? -1 : Number(heading[1]);
      continue;
    }
    if (current !== codePage) continue;
    for (const pair of line.split(' ')) {
      if (pair.trim() === '') continue;
      const found = /^([0-9A-Fa-f]{4}):([0-9A-Fa-f]{2})$/.exec(pair.trim());
      if (found === null) throw new Error(`line ${index + 1}: \`${pair}\` is not a pair such as 00e9:65`);
      map[Number.parseInt(found[1]!, 16)] = Number.parseInt(found[2]!, 16);
      pairs++;
    }
  }
  if (pairs === 0) throw new Error(`the Unicode map has no code page ${codePage}`);
  return map;
}
