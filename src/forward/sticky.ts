import { type RequestHead, trimBlanks } from '../core/index.js';

/** The value of the first cookie of that name, or the empty string. */
export function cookieValue(head: RequestHead, name: string): string {
  for (const field of head.headers('cookie')) {
    for (const pair of field.split(';')) {
      const equals = pair.indexOf('=');
      if (equals > 0 && trimBlanks(pair.slice(0, equals)) === name) return trimBlanks(pair.slice(equals + 1));
    }
  }
  return '';
}
