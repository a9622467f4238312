/** The number that a text begins with, as C's atoi reads it; 0 when it begins with none. */
export function leadingNumber(text: string): number {
  const match = /^[ \t]{0,64}([+-]?\d{1,15})/.exec(text);
  return match === null ? 0 : Number(match[1]);
}
