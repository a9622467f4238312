/**
 * How common bytes are in what clients send: of 1,000 values (arguments, cookies, headers; ASCII letters in lower case), about so
 * many have the byte. Only an estimate, and only a matter of speed: it chooses between literals that are all required.
 */
const SHARES: readonly (readonly [bytes: string, share: number])[] = [
  ['eaintsrocd', 560],
  ['lpmufhbg0123456789', 430],
  ['./', 400],
  [' vwkyxjqz-', 260],
  ['_%', 170],
  [':,', 80],
  ['@+=', 50],
  ['"\'();&', 25],
  ['|{}?[]<>*!~#$\\\r\n', 12],
];
/** Control characters and the like. */
const RARE = 4;
/** Bytes above 7F: most values have none, those in other scripts many. */
const HIGH = 20;
/** Length of a usual value, in bytes. */
const USUAL_LENGTH = 80;

const shares = new Float64Array(256).fill(RARE / 1000, 0, 128).fill(HIGH / 1000, 128);
for (const [bytes, share] of SHARES) {
  for (let i = 0; i < bytes.length; i++) shares[bytes.charCodeAt(i)] = share / 1000;
}

/**
 * The estimated share of values that contain the text.
 * @param text not empty, ASCII letters in lower case
 * @returns above 0, at most 1
 */
export function shareOf(text: string): number {
  const first = shares[text.charCodeAt(0) & 0xff];
  if (text.length === 1) return first;
  let places = USUAL_LENGTH;
  for (let i = 0; i < text.length; i++) places *= Math.min(0.05, shares[text.charCodeAt(i) & 0xff] * 0.08);
  return Math.min(first, places);
}
