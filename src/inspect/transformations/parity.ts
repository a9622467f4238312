/** Whether a byte has an odd number of ones. */
export function isOdd(code: number): boolean {
  let ones = 0;
  for (let bits = code; bits > 0; bits >>= 1) ones += bits & 1;
  return ones % 2 === 1;
}
