import type { Test } from 'tap';
import { createEnvironment } from '../../../../src/gateway/environment.js';
import type { Entry, Rule, Trace, Value } from '../../../../src/inspect/index.js';
import { type JudgeOptions, judge, type RawRequest } from '../../../../src/replay/index.js';
import type { NamedSite } from './sites.js';

/** A request, with the response to it where rules shall see one. */
export interface Sample {
  readonly name: string;
  readonly request: RawRequest;
  readonly response?: JudgeOptions['response'];
}

/** What the two engines must agree on, each part as text. */
interface Answer {
  readonly verdict: string;
  readonly score: string;
  /** Rule, variable, value, message … of each match that is logged, in order. */
  readonly matches: readonly string[];
  /** What the rules left behind: the score of each category, captures, marks. */
  readonly tx: readonly string[];
  /** Every match, of silent rules and of links of chains too; empty when it was not asked for. */
  readonly trace: readonly string[];
}

/** Variables that are another's in every transaction. */
const OWN = /^(?:UNIQUE_ID|DURATION|TIME)/;
const MOST_RECORDS = 10;
const MOST_SHOWN = 12;

async function answerOf(
  { running }: NamedSite,
  { request, response }: Sample,
  isPlain: boolean,
  isTraced: boolean,
): Promise<Answer> {
  const environment = createEnvironment(() => running, 3600, MOST_RECORDS);
  const trace: string[] = [];
  const options = { running, environment, isPlain, response };
  try {
    const { verdict, transaction, inspection } = await judge(
      request,
      isTraced ? { ...options, trace: keepIn(trace) } : options,
    );
    return {
      verdict: JSON.stringify(verdict),
      score: String(transaction.score),
      matches: transaction.matches
        .filter(({ target }) => !OWN.test(target))
        .map(match => JSON.stringify(match)),
      tx: inspection?.tx.entries().map(({ key, value }) => `${key}=${value.bytes}`) ?? [],
      trace,
    };
  } catch (error) {
    return { verdict: `fault: ${String(error)}`, score: '', matches: [], tx: [], trace };
  }
}

function keepIn(trace: string[]): Trace {
  return (rule: Rule, link: number, entry: Entry | null, form: Value | null) => {
    const seen = entry === null || OWN.test(entry.name) ? '' : ` ${entry.name}=${form?.bytes ?? ''}`;
    trace.push(`${rule.id}.${link}${seen}`);
  };
}

/** Puts requests to both engines and keeps count. */
export class Comparison {
  compared = 0;
  /** Comparisons with at least one match, and those that ended in a verdict other than a pass, or in a fault. */
  withMatches = 0;
  stopped = 0;
  faults = 0;
  /** What differed, in words. */
  readonly differences: string[] = [];

  /**
   * Compares one request on several sites that share plans. Every second request with all matches told (the trace),
   * the others as the gateway runs them: without. Sites and engines take turns in being the first to meet a value.
   * @param turn number of the request, or anything as good
   * @returns what differs, in words
   */
  async on(sites: readonly NamedSite[], sample: Sample, turn: number): Promise<readonly string[]> {
    const isTraced = (turn >> 1) % 2 === 0;
    const found: string[] = [];
    for (let i = 0; i < sites.length; i++) {
      // Another site is the first each time: what was kept of a value under one site's exclusions is used under another's.
      const site = sites[(i + turn) % sites.length];
      const plainFirst = ((turn >> 2) + i) % 2 === 0;
      const first = await answerOf(site, sample, plainFirst, isTraced);
      const second = await answerOf(site, sample, !plainFirst, isTraced);
      const [filtered, plain] = plainFirst ? [second, first] : [first, second];
      this.#count(plain);
      if (isSame(filtered, plain)) continue;
      found.push(await this.#inWords(site, sample, filtered, plain));
    }
    this.differences.push(...found);
    return found;
  }

  /** Says what was compared, and fails the test for each difference. */
  report(t: Test): void {
    const { compared, withMatches, stopped, faults, differences } = this;
    t.comment(
      `${compared} comparisons, ${withMatches} with matches, ${stopped} stopped, ${faults} faults in both`,
    );
    for (const text of differences.slice(0, MOST_SHOWN)) t.fail(text);
    t.equal(differences.length, 0, 'the filtered engine and the plain one give the same');
  }

  #count({ verdict, matches }: Answer): void {
    this.compared++;
    if (matches.length > 0) this.withMatches++;
    if (verdict.startsWith('fault')) this.faults++;
    else if (verdict !== '{"kind":"pass"}') this.stopped++;
  }

  async #inWords(site: NamedSite, sample: Sample, filtered: Answer, plain: Answer): Promise<string> {
    const lines = [`${site.name}: ${sample.name}`];
    for (const part of ['verdict', 'score'] as const) {
      if (filtered[part] !== plain[part])
        lines.push(`${part}: ${filtered[part]} filtered, ${plain[part]} plain`);
    }
    const traced = await Promise.all([false, true].map(isPlain => answerOf(site, sample, isPlain, true)));
    for (const part of ['matches', 'tx', 'trace'] as const) {
      lines.push(...oneSided(part, filtered[part], plain[part]));
      // A difference may be gone at the second look: then what came first has shown it.
      if (part === 'trace' && filtered.trace.length + plain.trace.length === 0)
        lines.push(...oneSided(part, traced[0].trace, traced[1].trace));
    }
    const { method, target, rawHeaders } = sample.request.head;
    lines.push(`${method} ${JSON.stringify(target)} ${JSON.stringify(rawHeaders)}`.slice(0, 4000));
    lines.push(`body ${JSON.stringify(sample.request.body.toString('latin1')).slice(0, 4000)}`);
    return lines.join('\n');
  }
}

function isSame(left: Answer, right: Answer): boolean {
  return (
    left.verdict === right.verdict &&
    left.score === right.score &&
    sameTexts(left.matches, right.matches) &&
    sameTexts(left.tx, right.tx) &&
    sameTexts(left.trace, right.trace)
  );
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index]);
}

/** What one engine has and the other has not; when there is nothing of the kind, that the order differs. */
function oneSided(part: string, filtered: readonly string[], plain: readonly string[]): string[] {
  if (sameTexts(filtered, plain)) return [];
  const say = (who: string, text: string): string =>
    `${part}, only ${who}: ${JSON.stringify(text).slice(0, 300)}`;
  const lines = [
    ...without(plain, filtered).map(text => say('plain', text)),
    ...without(filtered, plain).map(text => say('filtered', text)),
  ];
  return lines.length > 0 ? lines.slice(0, MOST_SHOWN) : [`${part}: the same in another order`];
}

function without(texts: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const text of others) left.set(text, (left.get(text) ?? 0) + 1);
  return texts.filter(text => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}
