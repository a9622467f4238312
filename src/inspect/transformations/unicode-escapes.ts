/** Decodes `\uHHHH`, `\u{H…}` and `\xHH`; other backslashes stay. Above U+007F the bytes of UTF-8 are written. */
export function decodeUnicodeEscapes(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|u\{0{0,6}([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2}))/g,
    (written, word?: string, braced?: string, byte?: string) => {
      const code = Number.parseInt((word ?? braced ?? byte) as string, 16);
      if (code < 0x80) return String.fromCharCode(code);
      if (byte !== undefined) return String.fromCharCode(code);
      return code > 0x10ffff ? written : Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
    },
  );
}
