/** Longest text that one template may make, in bytes. */
const LONGEST = 16 * 1024 * 1024;

/** The two spellings of the one template that tests use: `{{ "A" | repeat 152 }}` and `{{ repeat 152 "A" }}`. */
const PIPED = /^\s*"([^"\\]*)"\s*\|\s*repeat\s+(\d{1,8})\s*$/;
const CALLED = /^\s*repeat\s+(\d{1,8})\s+"([^"\\]*)"\s*$/;

/**
 * Expands the templates of a test's `data`. go-ftw takes any Go template there; what tests use it for is long bodies, and
 * `repeat` is what is understood here. Other text in double braces is left as it is: payloads are full of it.
 * @param data a byte string
 */
export function expandTemplates(data: string): Buffer {
  if (!data.includes('{{')) return Buffer.from(data, 'latin1');
  let expanded = '';
  let at = 0;
  for (;;) {
    const open = data.indexOf('{{', at);
    const close = open < 0 ? -1 : data.indexOf('}}', open);
    if (close < 0) break;
    const value = expansionOf(data.slice(open + 2, close));
    expanded += data.slice(at, open) + (value ?? data.slice(open, close + 2));
    at = close + 2;
  }
  return Buffer.from(expanded + data.slice(at), 'latin1');
}

function expansionOf(template: string): string | null {
  const piped = PIPED.exec(template);
  if (piped !== null) return repeat(piped[1], Number(piped[2]));
  const called = CALLED.exec(template);
  return called === null ? null : repeat(called[2], Number(called[1]));
}

function repeat(text: string, count: number): string | null {
  return text.length * count > LONGEST ? null : text.repeat(count);
}
