import type { Verdict } from '../core/index.js';
import type { Caller, Standing } from '../gate/index.js';
import type { Ban, SharedState } from '../state/index.js';

/** Bans and break-glass of the shared state, as gates ask for them. */
export class LiveStanding implements Standing {
  readonly #state: SharedState;
  readonly #verdicts = new Map<string, Verdict>();

  constructor(state: SharedState) {
    this.#state = state;
  }

  isOpen({ family, words }: Caller, site: string): boolean {
    return this.#state.openings.find(family, words, site) !== null;
  }

  banOf({ family, words }: Caller, site: string): Verdict | null {
    const ban = this.#state.bans.find(family, words, site);
    return ban === null ? null : this.#refusal(ban);
  }

  describe({ family, words }: Caller, site: string): string | null {
    const opening = this.#state.openings.find(family, words, site);
    if (opening !== null)
      return `break-glass for ${opening.span.text} until ${time(opening.until)}: ${opening.reason}`;
    const ban = this.#state.bans.find(family, words, site);
    if (ban === null) return null;
    const until = ban.until === null ? 'until it is lifted' : `until ${time(ban.until)}`;
    return `${ban.span.text} is banned ${until} (${ban.by}): ${ban.reason}`;
  }

  /** Names of events are few: each has one verdict. */
  #refusal({ by }: Ban): Verdict {
    let verdict = this.#verdicts.get(by);
    if (verdict === undefined) {
      verdict = Object.freeze({ kind: 'block', status: 403, reason: 'ban', by });
      if (this.#verdicts.size < 1_000) this.#verdicts.set(by, verdict);
    }
    return verdict;
  }
}

function time(at: number): string {
  return new Date(at).toISOString();
}
