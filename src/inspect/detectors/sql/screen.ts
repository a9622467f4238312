/** What a value contains, as far as the detector needs to know before it reads tokens. */
export const Sign = {
  SingleQuote: 1,
  DoubleQuote: 2,
  /** White space, an operator, a parenthesis, a semicolon or a comment sign: without one there is only one token. */
  Structure: 4,
  /** A slash or dash, which a comment may begin with. */
  Comment: 8,
} as const;

const signs = new Uint8Array(256);
for (let code = 0; code <= 0x20; code++) signs[code] = Sign.Structure;
for (const char of '();=<>|&^*,+%~{\\#!\xa0') signs[char.charCodeAt(0)] = Sign.Structure;
signs[0x27] = Sign.SingleQuote;
signs[0x22] = Sign.DoubleQuote;
signs[0x2f] = Sign.Comment;
signs[0x2d] = Sign.Comment;

/** The signs in a value. */
export function screen(text: string): number {
  let found = 0;
  for (let at = 0; at < text.length; at++) found |= signs[text.charCodeAt(at) & 0xff] as number;
  return found;
}
