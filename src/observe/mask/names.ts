import { lowerAscii } from '../../core/index.js';

/**
 * Names of fields, headers and cookies whose values are not written to logs. `*` at an end stands for anything.
 * Compared without regard to case, `-` and `_`, so that `api_key`, `api-key`, `apiKey` are one name.
 */
export const DEFAULT_MASKED_NAMES: readonly string[] = [
  '*password*',
  '*passwd*',
  '*passphrase*',
  '*passcode',
  'pass',
  'pwd',
  'pin',
  'otp',
  '*token*',
  '*secret*',
  '*apikey*',
  '*accesskey*',
  '*privatekey*',
  '*credential*',
  '*signature',
  'sig',
  'auth',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'jwt',
  'assertion',
  'samlresponse',
  '*sessionid',
  '*sessid',
  'sid',
  '*cardnumber*',
  '*cardno',
  '*creditcard*',
  'ccnumber',
  'ccnum',
  'pan',
  'cvv*',
  'cvc*',
  '*securitycode',
  'iban',
  'mynumber',
];

/** Headers that carry credentials, besides those that the names above cover. */
export const MASKED_HEADERS: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'x-auth-user',
];

/** Longest name that is looked at; a longer one is masked unseen. */
const MAX_NAME = 256;
/** Names up to here are remembered. A longer one may be a view into the request's text and would keep all of it alive. */
const MAX_REMEMBERED_NAME = 12;
const MAX_REMEMBERED = 4096;

/** Lower case (ASCII), without `-` and `_`. */
function fold(name: string): string {
  return lowerAscii(name).replace(/[-_]/g, '');
}

/** Value of a hex digit, or -1. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Percent-decodes a byte string; `+` is a space, an escape that is not valid stays. */
export function percentDecode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  let decoded = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x25) {
      const high = hexDigit(text.charCodeAt(i + 1));
      const low = hexDigit(text.charCodeAt(i + 2));
      if (high >= 0 && low >= 0) {
        decoded += String.fromCharCode(high * 16 + low);
        i += 2;
        continue;
      }
    }
    decoded += code === 0x2b ? ' ' : text[i];
  }
  return decoded;
}

/** Decides by name whether a value is secret. */
export class SecretNames {
  readonly #exact = new Set<string>();
  readonly #prefixes: string[] = [];
  readonly #suffixes: string[] = [];
  readonly #parts: string[] = [];
  readonly #known = new Map<string, boolean>();
  readonly #whole: ReadonlySet<string>;

  /**
   * @param patterns names, with `*` allowed at the beginning, the end, or both
   * @param whole further names in lower case, compared as they are: they may come from a request
   */
  constructor(patterns: readonly string[], whole: ReadonlySet<string> = new Set()) {
    this.#whole = whole;
    for (const pattern of patterns) {
      const starts = pattern.startsWith('*');
      const ends = pattern.endsWith('*') && pattern.length > 1;
      const name = fold(pattern.slice(starts ? 1 : 0, ends ? -1 : undefined));
      if (name === '') continue;
      if (starts && ends) this.#parts.push(name);
      else if (starts) this.#suffixes.push(name);
      else if (ends) this.#prefixes.push(name);
      else this.#exact.add(name);
    }
  }

  /**
   * True when the name, or any segment of a nested one (`user[password]`, `json.user.password.0`), is a secret's.
   * Percent escapes are decoded first.
   */
  has(name: string): boolean {
    if (name.length > MAX_NAME) return true;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const decoded = percentDecode(name);
    let secret = this.#whole.size > 0 && this.#whole.has(lowerAscii(decoded));
    for (const segment of decoded.split(/[.[\]:/ ]/)) {
      if (segment !== '' && this.#hasSegment(fold(segment))) {
        secret = true;
        break;
      }
    }
    if (name.length <= MAX_REMEMBERED_NAME) {
      if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
      this.#known.set(name, secret);
    }
    return secret;
  }

  #hasSegment(name: string): boolean {
    return (
      this.#exact.has(name) ||
      this.#parts.some(part => name.includes(part)) ||
      this.#prefixes.some(prefix => name.startsWith(prefix)) ||
      this.#suffixes.some(suffix => name.endsWith(suffix))
    );
  }
}
