import { lowerAscii, type RequestHead, type RuleMatch } from '../../core/index.js';
import { MASK, maskCookies, maskSetCookie, maskUri } from './fields.js';
import { maskFreeText } from './free-text.js';
import { DEFAULT_MASKED_NAMES, MASKED_HEADERS, percentDecode, SecretNames } from './names.js';

/** Secrets shorter than this are not searched for in other text: they would match by chance. */
const MIN_SECRET = 4;
/** A longer secret is searched for by its beginning, and everything after it is masked. */
export const MAX_SECRET = 1024;
/** Most secrets of one request that are searched for. */
const MAX_SECRETS = 64;

export interface Secret {
  /** ASCII lower case. */
  readonly text: string;
  /** True when `text` is only its beginning. */
  readonly isCut: boolean;
}

/**
 * Keeps secrets out of logs: by the name of a field, header or cookie, and, in text that rules quote, by the secrets
 * that the same request is known to hold.
 */
export class Masker {
  readonly #extra: readonly string[];
  readonly #names: SecretNames;
  readonly #headers: ReadonlySet<string> = new Set(MASKED_HEADERS);
  readonly #texts: ReadonlyMap<string, string>;

  /**
   * @param extra names to mask besides `DEFAULT_MASKED_NAMES`
   * @param fields names that rules want masked in one transaction, in lower case
   * @param texts byte strings that rules want masked in it, with what stands there instead
   */
  constructor(
    extra: readonly string[] = [],
    fields: ReadonlySet<string> = new Set(),
    texts: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#extra = extra;
    this.#texts = texts;
    this.#names = new SecretNames([...DEFAULT_MASKED_NAMES, ...extra], fields);
  }

  /** The masker for a transaction: this one, unless rules named further fields or texts of it. */
  with(fields: ReadonlySet<string>, texts: ReadonlyMap<string, string> = new Map()): Masker {
    return fields.size === 0 && texts.size === 0 ? this : new Masker(this.#extra, fields, texts);
  }

  /** A request target or any URI. */
  uri(uri: string): string {
    return maskUri(this.#withoutTexts(uri), this.#names);
  }

  /** The value of one header field. @param lowerName in lower case */
  header(lowerName: string, value: string): string {
    if (lowerName === 'cookie') return maskCookies(value);
    if (lowerName === 'set-cookie') return maskSetCookie(value);
    if (this.#isSecretHeader(lowerName)) return MASK;
    return maskFreeText(this.uri(value), this.#names);
  }

  /** True when the variable a rule matched, e.g. `ARGS:password`, holds a secret. */
  isSecretTarget(target: string): boolean {
    const colon = target.indexOf(':');
    const collection = colon < 0 ? target : target.slice(0, colon);
    if (collection.endsWith('_NAMES')) return false;
    if (collection === 'REQUEST_COOKIES') return true;
    if (colon < 0) return false;
    const key = lowerAscii(target.slice(colon + 1));
    if (collection.endsWith('_HEADERS')) {
      return key === 'cookie' || key === 'set-cookie' || this.#isSecretHeader(key);
    }
    return this.#names.has(key);
  }

  /** What this request is known to hold that must not be quoted: from its head, and from matches on secret targets. */
  secretsOf(head: RequestHead, matches: readonly RuleMatch[]): readonly Secret[] {
    const found = new Set<string>();
    const add = (value: string): void => {
      if (value.length >= MIN_SECRET && found.size < MAX_SECRETS) found.add(lowerAscii(value));
    };
    for (const match of matches) if (this.isSecretTarget(match.target)) add(match.value);
    const raw = head.rawHeaders;
    for (let i = 0; i + 1 < raw.length; i += 2) {
      if (!this.#isSecretHeader(lowerAscii(raw[i]))) continue;
      add(raw[i + 1]);
      add(raw[i + 1].slice(raw[i + 1].indexOf(' ') + 1));
    }
    for (const field of head.target.slice(head.target.indexOf('?') + 1).split('&', 1000)) {
      const equals = field.indexOf('=');
      if (equals > 0 && this.#names.has(field.slice(0, equals))) {
        add(field.slice(equals + 1));
        add(percentDecode(field.slice(equals + 1)));
      }
    }
    // The longest first: one secret may begin another.
    return [...found]
      .sort((a, b) => b.length - a.length)
      .map(text => ({ text: text.slice(0, MAX_SECRET), isCut: text.length > MAX_SECRET }));
  }

  /** Text that a rule quotes: its value, `logdata` or message. Bounded by the caller. */
  quoted(text: string, secrets: readonly Secret[]): string {
    let masked = maskFreeText(this.#withoutTexts(text), this.#names);
    let lower = lowerAscii(masked);
    for (const secret of secrets) {
      const at = lower.indexOf(secret.text);
      if (at < 0) continue;
      masked = secret.isCut ? masked.slice(0, at) + MASK : replaceAt(masked, lower, secret.text);
      lower = lowerAscii(masked);
    }
    return masked;
  }

  #withoutTexts(text: string): string {
    let masked = text;
    for (const [secret, shown] of this.#texts) masked = masked.replaceAll(secret, () => shown);
    return masked;
  }

  #isSecretHeader(lowerName: string): boolean {
    return this.#headers.has(lowerName) || this.#names.has(lowerName);
  }
}

/** Replaces every place where `lower` (the folded form of `text`) has `secret`. */
function replaceAt(text: string, lower: string, secret: string): string {
  let replaced = '';
  let copied = 0;
  for (let at = lower.indexOf(secret); at >= 0; at = lower.indexOf(secret, copied)) {
    replaced += text.slice(copied, at) + MASK;
    copied = at + secret.length;
  }
  return replaced + text.slice(copied);
}
