import { OUTCOMES, type Outcome, REASONS, type Reason, type Transaction } from '../../core/index.js';
import { type Family, label, type Sample } from './family.js';

/** Label of requests that belong to no site (unknown host, broken request), or to one that a reload has removed. */
export const NO_SITE = '-';

const STATUS_CLASSES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'] as const;

const OUTCOME_INDEX = new Map<Outcome, number>(OUTCOMES.map((outcome, i) => [outcome, i]));
const REASON_INDEX = new Map<Reason, number>(REASONS.map((reason, i) => [reason, i]));

/** Numbers of one site. Fixed arrays: counting is one lookup by name and a few additions. */
class SiteNumbers {
  readonly outcomes = new Float64Array(OUTCOMES.length);
  readonly classes = new Float64Array(STATUS_CLASSES.length);
  /** Verdicts that were acted on, then those that `detect` only recorded. */
  readonly enforced = new Float64Array(REASONS.length);
  readonly detected = new Float64Array(REASONS.length);
  bytesIn = 0;
  bytesOut = 0;
  /** `site="…"` */
  readonly label: string;

  constructor(name: string) {
    this.label = label('site', name);
  }
}

/** Sites after which the event loop gets a turn: a scrape of thousands must not hold up a request. */
const SITES_PER_TURN = 500;

/** Reasons of the gate; the other reasons have other metrics. */
const GATE_REASONS: readonly Reason[] = ['deny', 'only', 'country', 'asn', 'feed', 'ban', 'rate', 'address'];

/** Counters by site. A site's name comes from the configuration, never from a request. */
export class SiteCounters {
  #sites = new Map<string, SiteNumbers>([[NO_SITE, new SiteNumbers(NO_SITE)]]);

  /** Takes the names of newly loaded sites. Counters of names that stay are kept, the others end. */
  setSites(names: Iterable<string>): void {
    const sites = new Map([[NO_SITE, this.#sites.get(NO_SITE) ?? new SiteNumbers(NO_SITE)]]);
    for (const name of names) sites.set(name, this.#sites.get(name) ?? new SiteNumbers(name));
    this.#sites = sites;
  }

  count(transaction: Transaction): void {
    const { site, status, verdict } = transaction;
    const numbers = this.#sites.get(site === null ? NO_SITE : site.name) ?? this.#sites.get(NO_SITE)!;
    numbers.outcomes[OUTCOME_INDEX.get(transaction.outcome) ?? 0]++;
    numbers.classes[status >= 100 && status < 600 ? Math.floor(status / 100) : 0]++;
    numbers.bytesIn += transaction.bytesIn;
    numbers.bytesOut += transaction.bytesOut;
    if (verdict.kind !== 'pass') {
      const counts = transaction.detectedOnly ? numbers.detected : numbers.enforced;
      counts[REASON_INDEX.get(verdict.reason) ?? 0]++;
    }
  }

  /** Only series that have counted something: a site without traffic costs nothing at a scrape. */
  async families(): Promise<Family[]> {
    const requests: Sample[] = [];
    const responses: Sample[] = [];
    const gate: Sample[] = [];
    const verdicts: Sample[] = [];
    const bytesIn: Sample[] = [];
    const bytesOut: Sample[] = [];
    let seen = 0;
    for (const numbers of this.#sites.values()) {
      if (++seen % SITES_PER_TURN === 0) await new Promise(resolve => setImmediate(resolve));
      const site = numbers.label;
      addSamples(requests, `sekisho_requests_total{${site},outcome="`, OUTCOMES, numbers.outcomes);
      addSamples(responses, `sekisho_responses_total{${site},class="`, STATUS_CLASSES, numbers.classes);
      addSamples(
        verdicts,
        `sekisho_verdicts_total{${site},enforced="yes",reason="`,
        REASONS,
        numbers.enforced,
      );
      addSamples(
        verdicts,
        `sekisho_verdicts_total{${site},enforced="no",reason="`,
        REASONS,
        numbers.detected,
      );
      for (const reason of GATE_REASONS) {
        const value = numbers.enforced[REASON_INDEX.get(reason)!];
        if (value > 0) gate.push([`sekisho_gate_decisions_total{${site},reason="${reason}"}`, value]);
      }
      if (numbers.bytesIn > 0) bytesIn.push([`sekisho_request_bytes_total{${site}}`, numbers.bytesIn]);
      if (numbers.bytesOut > 0) bytesOut.push([`sekisho_response_bytes_total{${site}}`, numbers.bytesOut]);
    }
    return [
      counter('sekisho_requests_total', 'Requests by site and how they ended.', requests),
      counter('sekisho_responses_total', 'Responses sent to clients, by class of status.', responses),
      counter('sekisho_gate_decisions_total', 'Requests that the gate refused, by reason.', gate),
      counter(
        'sekisho_verdicts_total',
        'Disruptive verdicts by reason; enforced="no" are those that mode detect let go on.',
        verdicts,
      ),
      counter('sekisho_request_bytes_total', 'Bytes of request bodies received from clients.', bytesIn),
      counter('sekisho_response_bytes_total', 'Bytes of response bodies sent to clients.', bytesOut),
    ];
  }
}

export function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, type: 'counter', combine: 'sum', samples };
}

function addSamples(
  samples: Sample[],
  prefix: string,
  values: readonly string[],
  counts: Float64Array,
): void {
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] > 0) samples.push([`${prefix}${values[i]}"}`, counts[i]]);
  }
}
