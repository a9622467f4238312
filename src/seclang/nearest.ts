/** `did you mean NAME?` for the known name with the fewest edits, or the empty string when none is near. */
export function nearest(found: string, known: Iterable<string>): string {
  const lower = found.toLowerCase();
  let best = '';
  let bestDistance = Math.min(3, Math.ceil(lower.length / 3)) + 1;
  for (const name of known) {
    const distance = editDistance(lower, name.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best === '' ? '' : `did you mean ${best}?`;
}

/** Levenshtein distance, or `most` when it is at least that. */
function editDistance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) >= most) return most;
  let previous = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = left[i - 1] === right[j - 1] ? 0 : 1;
      current[j] = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + change);
    }
    previous = current;
  }
  return Math.min(previous[right.length], most);
}
