import { COUNTING, DISTINCT, NETWORK } from './commands.js';
import { skipBlank } from './word.js';

/**
 * Whether what follows a command's name is what programs are given and sentences are not: an option, a path, a variable,
 * a redirection, a host where the command takes one, a number where it counts.
 * @param from first byte behind the name @param isBraced true where a comma stands for a space: `{cat,/etc/passwd}`
 */
export function isArgument(text: string, from: number, name: string, isBraced: boolean): boolean {
  const next = text.charAt(from);
  // `cat</etc/passwd`, `{cat,/etc/passwd}`
  if (next === '<' || next === '>')
    return /^[<>]{1,3}\s*(?:&\d|[/\w.'"$(])/.test(text.slice(from, from + 12));
  if (next === ',') return isBraced && /^,[^,}\s]{1,100}\}/.test(text.slice(from, from + 104));
  const start = skipBlank(text, from, false);
  if (start === from) return false;
  const rest = text.slice(start, start + 120);
  if (
    /^(?:["']?(?:[/~]|\.\.?\/|\$[\w{(]|\*|[a-z]:\\|%\w+%|\\\\)|--?[a-z0-9]|\/[a-z]\b|[<>]\s*[/&\w])/i.test(
      rest,
    )
  ) {
    return !/^--?\s/.test(rest);
  }
  if (/^\S{1,80}\s*(?:>|<)\s*["']?[\w/.~$%]/.test(rest)) return true;
  if (COUNTING.has(name) && /^\d+(?:\.\d+)?s?\s*(?:$|[;|&`"')#])/.test(rest)) return true;
  if (name === 'expr' && /^\d+\s*\\?[-+*/]/.test(rest)) return true;
  const isHost = /^["']?(?:[a-z]+:\/\/|\d{1,3}(?:\.\d{1,3}){3}|[\w-]+@|(?:[\w-]+\.)+[a-z]{2,})/i.test(rest);
  if (NETWORK.has(name) && isHost) return true;
  if (!DISTINCT.has(name))
    return /^(?:user|localgroup|view|start|query)\b/i.test(rest) && (name === 'net' || name === 'reg');
  // A file with an extension, a quoted program, or options after the first word.
  return (
    /^(?:["'][^"']|[\w-]+\.[a-z]{1,4}\b(?!\.\s)|\w+(?:=|\s+-{1,2}[a-z]|\s*\|)|[\d+]+[ugo]?\b|\+\w|\w+:|aux\b|\{|[\w.+-]{1,40}\s+["']?[/~$])/i.test(
      rest,
    ) || DISTINCT.has(firstWord(rest))
  );
}

function firstWord(text: string): string {
  return /^[\w-]{2,20}/.exec(text)?.[0].toLowerCase() ?? '';
}
