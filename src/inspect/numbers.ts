/** So many digits need no second thought. */
const PLAIN_DIGITS = 9;

/** The number that a text begins with, as C's atoi reads it; 0 when it begins with none. */
export function leadingNumber(text: string): number {
  // Scores and counters, which is nearly all: a few digits and nothing else.
  const { length } = text;
  if (length > 0 && length <= PLAIN_DIGITS) {
    let number = 0;
    let at = 0;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
    }
    if (at === length) return number;
  }
  const match = /^[ \t]{0,64}([+-]?\d{1,15})/.exec(text);
  return match === null ? 0 : Number(match[1]);
}
