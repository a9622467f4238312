/** Header fields from Node's flat list as lines, for FULL_REQUEST. */
export function headerLines(raw: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < raw.length; i += 2) lines.push(`${raw[i]}: ${raw[i + 1]}`);
  return lines.join('\n');
}
