/**
 * Whether a sentence speaks of an element, as in "the <script> tag belongs into the head": a word and a space in front of it, no
 * attribute in it, a space or a full stop and a word behind it. What follows has no sign without which neither script nor style
 * does anything: no call, assignment, template, block or rule.
 * @param start of the tag, its bracket included @param end of its name
 */
export function isMention(text: string, start: number, end: number): boolean {
  if (text.charAt(end) !== '>' || start < 2 || text.charAt(start - 1) !== ' ') return false;
  if (!/[\w,.:;]/.test(text.charAt(start - 2))) return false;
  return /^(?:[,.;:]? [a-z]|[,.]$)/i.test(text.slice(end + 1, end + 4)) && !hasCode(text, end + 1);
}

function hasCode(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    if (CODE.includes(text.charAt(at))) return true;
  }
  return false;
}

const CODE = '(=`{@';
