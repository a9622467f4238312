/**
 * One Forwarded field value taken apart (RFC 7239 section 4), left to right because a quoted string may hold commas.
 *
 * A client may leave a quote open in the hope that it swallows the element a proxy appends. It cannot: that quote then
 * closes on the proxy's first own quote with text right behind it, or never, and either is malformed.
 */

/**
 * The `for` value of each element, unquoted; null for an element without one.
 * @param limit most elements
 * @returns null when the value is malformed, names a parameter twice in one element, or has more elements
 */
export function parseForwarded(field: string, limit: number): (string | null)[] | null {
  const elements: (string | null)[] = [];
  let node: string | null = null;
  let seen: string[] = [];
  let i = 0;
  while (true) {
    i = skipSpaces(field, i);
    const nameStart = i;
    while (i < field.length && isTokenChar(field.charCodeAt(i))) i++;
    if (i > nameStart) {
      const name = field.slice(nameStart, i).toLowerCase();
      if (field[i] !== '=' || seen.includes(name) || seen.length === 16) return null;
      seen.push(name);
      const end = endOfValue(field, i + 1);
      if (end < 0) return null;
      if (name === 'for') node = unquote(field.slice(i + 1, end));
      i = skipSpaces(field, end);
    }
    if (i < field.length && field[i] === ';') {
      i++;
      continue;
    }
    if (i < field.length && field[i] !== ',') return null;
    if (elements.length === limit) return null;
    elements.push(node);
    if (i === field.length) return elements;
    node = null;
    seen = [];
    i++;
  }
}

/** Where the token or quoted string that begins at `start` ends, or -1. */
function endOfValue(field: string, start: number): number {
  let i = start;
  if (field[i] !== '"') {
    while (i < field.length && isTokenChar(field.charCodeAt(i))) i++;
    return i === start ? -1 : i;
  }
  for (i++; i < field.length; i++) {
    if (field[i] === '"') return i + 1;
    if (field[i] === '\\') i++;
  }
  return -1;
}

function unquote(value: string): string {
  if (value[0] !== '"') return value;
  let text = '';
  for (let i = 1; i < value.length - 1; i++) {
    if (value[i] === '\\') i++;
    text += value[i];
  }
  return text;
}

function skipSpaces(field: string, start: number): number {
  let i = start;
  while (i < field.length && (field[i] === ' ' || field[i] === '\t')) i++;
  return i;
}

/** RFC 9110 section 5.6.2. */
function isTokenChar(char: number): boolean {
  const letter = char | 0x20;
  if (letter >= 0x61 && letter <= 0x7a) return true;
  if (char >= 0x30 && char <= 0x39) return true;
  return char > 0x20 && char < 0x7f && "!#$%&'*+-.^_`|~".includes(String.fromCharCode(char));
}
