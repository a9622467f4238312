/** One word of a shell line as the shell reads it. Offsets in bytes. */
export interface ShellWord {
  /** Without quotes and what expands to nothing, lower case, at most 64 bytes. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** True when quotes, backslashes or empty expansions stood inside: nobody writes a command so. */
  readonly isDisguised: boolean;
}

const LONGEST = 64;
const BRACED = '$' + '{IFS}';
const ENDS = ' \t\r\n\0;|&()<>`{},';
const isLetter = (char: string): boolean => (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');

/** Reads the word at `start`. Linear in its length. */
export function wordAt(text: string, start: number): ShellWord {
  let name = '';
  let at = start;
  let disguises = 0;
  while (at < text.length && name.length < LONGEST) {
    const char = text.charAt(at);
    if (char === '$') {
      const length = nothing(text, at);
      if (length === 0) break;
      if (name !== '' || !text.startsWith('$IFS', at)) disguises++;
      at += length;
      continue;
    }
    if (ENDS.includes(char)) break;
    const isQuote = char === "'" || char === '"' || char === '^' || char === '\\';
    if (isQuote) {
      // A quote at the end of the word may close the application's string.
      if (name !== '' && isLetter(text.charAt(at + 1))) disguises++;
    } else {
      name += char;
    }
    at++;
  }
  return { name: name.toLowerCase(), start, end: at, isDisguised: disguises > 0 };
}

/** Length of an expansion that is empty (`$@`, `$*`, `$1`, `${x}`, `$()`), 0 when there is none. */
function nothing(text: string, at: number): number {
  const next = text.charAt(at + 1);
  if (next === '@' || next === '*' || (next >= '1' && next <= '9')) return 2;
  if (next === '(' && text.charAt(at + 2) === ')') return 3;
  if (next === '{') {
    const close = text.slice(at + 2, at + 10).indexOf('}');
    return close > 0 && !text.startsWith('IFS', at + 2) ? close + 3 : 0;
  }
  return 0;
}

/** First byte behind white space, `$IFS` in any of its forms, and quotes or parentheses that open a command. */
export function skipBlank(text: string, from: number, opening: boolean): number {
  let at = from;
  for (;;) {
    const char = text.charAt(at);
    if (char === ' ' || char === '\t' || (opening && '\'"({!'.includes(char) && char !== '')) at++;
    else if (text.startsWith(BRACED, at)) at += 6;
    else if (text.startsWith('$IFS', at)) at += text.charAt(at + 4) === '$' ? 6 : 4;
    else return at;
  }
}
