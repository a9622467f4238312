/**
 * A copy of a byte string. What requests give are often slices, and a slice keeps the whole text it was cut from in memory: what
 * outlives its request must not.
 */
export function detached(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('latin1');
}
