const HIGH = /[\x80-\xff]/;
/** Full-width forms U+FF01 to U+FF5E in UTF-8. */
const WIDE = /\xef\xbc[\x81-\xbf]|\xef\xbd[\x80-\x9e]/g;
/** Overlong UTF-8 of ASCII in two, three and four bytes (RFC 3629, section 10). */
const OVERLONG = /[\xc0\xc1][\x80-\xbf]|\xe0[\x80\x81][\x80-\xbf]|\xf0\x80[\x80\x81][\x80-\xbf]/g;
/** Line ends in disguise: U+560A and U+560D, whose low bytes are LF and CR. */
const LINE_ENDS = /\xe5\x98([\x8a\x8d])/g;

/** Full-width and overlong forms of ASCII as ASCII. Overlong ones only where no other byte is above 7F: GBK has such pairs. */
export function foldForms(text: string): string {
  if (!HIGH.test(text)) return text;
  let folded = text;
  if (folded.includes('\xef')) {
    folded = folded.replace(WIDE, form => {
      const code = ((form.charCodeAt(1) & 0x3f) << 6) | (form.charCodeAt(2) & 0x3f);
      return String.fromCharCode(code + 0xf000 - 0xfee0);
    });
  }
  if (folded.includes('\xe5\x98'))
    folded = folded.replace(LINE_ENDS, (_, last) => (last === '\x8a' ? '\n' : '\r'));
  if (!/[\xc0\xc1\xe0\xf0]/.test(folded) || HIGH.test(folded.replace(OVERLONG, ''))) return folded;
  return folded.replace(OVERLONG, form => {
    const last = form.charCodeAt(form.length - 1) & 0x3f;
    return String.fromCharCode(((form.charCodeAt(form.length - 2) & 1) << 6) | last);
  });
}
