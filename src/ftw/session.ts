import { lowerAscii } from '../core/index.js';
import type { FtwInput, FtwStage } from './test.js';

/** An answer, as far as the next stage of a test may follow it. */
export interface FollowedAnswer {
  readonly status: number;
  /** Name, value, … */
  readonly rawHeaders: readonly string[];
}

/** What one stage of a test leaves behind for the next: cookies, and where it was sent. */
export class Session {
  readonly #cookies = new Map<string, string>();
  #location: string | null = null;

  /**
   * The input of a stage with saved cookies put in, and sent where the stage before was redirected to when it says so.
   * @returns what is wrong, in words, when there was no redirect to follow
   */
  inputOf({ input }: FtwStage): FtwInput | string {
    let { uri, headers } = input;
    if (input.followRedirect) {
      if (this.#location === null) return 'expected the stage before to be answered with a redirect';
      const target = new URL(this.#location, `http://${hostOf(headers)}${uri}`);
      uri = `${target.pathname}${target.search}`;
      headers = [
        ...headers.filter(({ name }) => lowerAscii(name) !== 'host'),
        { name: 'Host', value: target.host },
      ];
    }
    if (this.#cookies.size > 0) {
      const value = Array.from(this.#cookies, pair => pair.join('=')).join('; ');
      headers = [...headers, { name: 'Cookie', value }];
    }
    return { ...input, uri, headers };
  }

  /** Notes the answer to a stage. */
  answered({ input }: FtwStage, answer: FollowedAnswer | null): void {
    this.#location = null;
    if (answer === null) return;
    const { status, rawHeaders } = answer;
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const name = lowerAscii(rawHeaders[i]);
      if (name === 'location' && status >= 300 && status < 400) this.#location = rawHeaders[i + 1];
      if (name === 'set-cookie' && input.saveCookie) this.#save(rawHeaders[i + 1]);
    }
  }

  #save(field: string): void {
    const [pair] = field.split(';', 1);
    const equals = pair.indexOf('=');
    if (equals > 0) this.#cookies.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim());
  }
}

function hostOf(headers: FtwInput['headers']): string {
  return headers.find(({ name }) => lowerAscii(name) === 'host')?.value || 'localhost';
}
