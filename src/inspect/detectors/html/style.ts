/** What makes a style attribute run or load code, in engines old and new. */
const signs = /expression\(|script:|behaviou?r:|-moz-binding|@import|&#|url\(['"]?data:text/;

/** Whether a style attribute holds code, once white space, comments and escapes are taken away. */
export function hasStyleCode(text: string, start: number, end: number): boolean {
  return signs.test(plainStyle(text, start, end));
}

/** The declarations in lower case without white space and comments, with `\\65 xpression` read as `expression`. */
function plainStyle(text: string, start: number, end: number): string {
  let plain = '';
  for (let at = start; at < end; at++) {
    const char = text.charAt(at);
    if (char <= ' ') continue;
    if (char === '/' && text.charAt(at + 1) === '*') {
      at += 2;
      while (at < end && (text.charAt(at) !== '*' || text.charAt(at + 1) !== '/')) at++;
      at++;
    } else if (char === '\\') {
      let digits = at + 1;
      while (digits < end && digits < at + 7 && /[0-9a-f]/i.test(text.charAt(digits))) digits++;
      if (digits > at + 1) {
        plain += String.fromCharCode(Number.parseInt(text.slice(at + 1, digits), 16) & 0xffff);
        at = text.charAt(digits) === ' ' ? digits : digits - 1;
      }
    } else plain += char;
  }
  return plain.toLowerCase();
}

/**
 * Whether a style element (`nameEnd` is the end of its name) is closed and holds rules that load nothing and hide nothing:
 * declarations of an editor or a mail.
 */
export function isPlainStyle(text: string, nameEnd: number): boolean {
  const start = text.indexOf('>', nameEnd) + 1;
  const close = start === 0 ? -1 : text.indexOf('<', start);
  if (close < 0 || text.slice(close, close + 8).toLowerCase() !== '</style>') return false;
  if (!/^(?:\s+type\s*=\s*["']?text\/css["']?)?\s*$/i.test(text.slice(nameEnd, start - 1))) return false;
  return /\{/.test(text.slice(start, close)) && !/[\\(@]|url/i.test(text.slice(start, close));
}
