/**
 * Other paths that an upstream may read out of an ambiguous target, for rules that restrict: one that routes on the raw
 * path, one that does not resolve dot segments, one that drops dots and spaces at the end of a name (Windows), one that
 * decodes twice. Byte strings; which of them a real upstream sees cannot be told from here.
 * @param raw the path as received, without query
 * @param decoded the same, decoded once, backslashes turned
 * @param decodedTwice what a second decoding makes of it
 */
export function otherReadings(raw: string, decoded: string, decodedTwice: string): readonly string[] {
  return [...new Set([raw, unresolved(decoded), unresolved(decodedTwice)])];
}

/** Without parameters, empty and `.` segments, and without dots and spaces at ends; `..` stays where it is. */
function unresolved(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const segment of segments) {
    const name = withoutParameters(segment);
    if (name === '..') kept.push(name);
    else {
      const plain = withoutTail(name);
      if (plain !== '') kept.push(plain);
    }
  }
  return `/${kept.join('/')}${segments[segments.length - 1] === '' && kept.length > 0 ? '/' : ''}`;
}

function withoutParameters(segment: string): string {
  const semicolon = segment.indexOf(';');
  return semicolon < 0 ? segment : segment.slice(0, semicolon);
}

function withoutTail(name: string): string {
  let end = name.length;
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end--;
  return name.slice(0, end);
}
