import { type FaultSource, type Transaction, UNINSPECTED_REASONS } from '../../core/index.js';
import { BoundedCounter, RuleCounter } from './bounded-counter.js';
import { type Family, label, type Sample, series } from './family.js';
import { GateMetrics } from './gate.js';
import { Histogram, INSPECTION_BOUNDS, REQUEST_BOUNDS } from './histogram.js';
import { processFamilies, startProcessMetrics } from './process.js';
import { counter, SiteCounters } from './site-counters.js';
import { StreamMetrics } from './streams.js';
import { type UpstreamState, upstreamFamilies } from './upstreams.js';

/** How a reload of the configuration went. */
export type ReloadResult = 'success' | 'failure';

/** Most distinct codes of faults and of parser errors that have a series of their own. */
const MAX_CODES = 128;

interface ListState {
  readonly entries: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
}

/**
 * All numbers of one process. Counting is additions on fixed arrays and small maps; text is made at a scrape only. Every
 * label is bounded by the configuration or by a closed set.
 */
export class Metrics {
  readonly sites = new SiteCounters();
  readonly rules = new RuleCounter();
  readonly gate = new GateMetrics();
  readonly streams = new StreamMetrics();
  readonly #inspection = new Histogram(
    'sekisho_inspection_seconds',
    'Time spent in rules per inspected request.',
    INSPECTION_BOUNDS,
  );
  readonly #upstream = new Histogram(
    'sekisho_upstream_seconds',
    "Time from dispatch to the upstream's response head.",
    REQUEST_BOUNDS,
  );
  readonly #request = new Histogram(
    'sekisho_request_seconds',
    'Time from the request head to the end of the response.',
    REQUEST_BOUNDS,
  );
  readonly #uninspectedRequests = new Float64Array(UNINSPECTED_REASONS.length);
  readonly #uninspectedBytes = new Float64Array(UNINSPECTED_REASONS.length);
  readonly #faults: Readonly<Record<FaultSource, BoundedCounter>> = {
    client: new BoundedCounter(MAX_CODES),
    gateway: new BoundedCounter(MAX_CODES),
    upstream: new BoundedCounter(MAX_CODES),
  };
  readonly #rejected = new BoundedCounter(MAX_CODES);
  readonly #reloads: Record<ReloadResult, number> = { success: 0, failure: 0 };
  #lastReload = 0;
  #connections = 0;
  #siteStates: Readonly<Record<SiteState, number>> = { current: 0, earlier: 0, closed: 0 };
  #droppedTrailers = 0;
  readonly #listFailures = new BoundedCounter(MAX_CODES);
  #lists: ReadonlyMap<string, ListState> = new Map();
  #countryDatabaseTime: number | null = null;
  #upstreams: () => Iterable<UpstreamState> = () => [];
  readonly #drops: ReadonlyMap<string, () => number>;

  /**
   * @param version of the program, for `sekisho_build_info`
   * @param drops by name of a log: reads how many of its lines were dropped
   */
  constructor(
    readonly version: string,
    drops: ReadonlyMap<string, () => number> = new Map(),
  ) {
    this.#drops = drops;
    startProcessMetrics();
  }

  /** Counts a finished transaction. */
  finish(transaction: Transaction): void {
    this.sites.count(transaction);
    for (const match of transaction.matches) this.rules.add(match.id);
    if (transaction.inspected) this.#inspection.observeMilliseconds(transaction.inspectionTime);
    if (transaction.upstreamTime !== null) this.#upstream.observeMilliseconds(transaction.upstreamTime);
    this.#request.observeMilliseconds(transaction.endedAt - transaction.startedTick);
    for (const fault of transaction.faults) this.countFault(fault.source, fault.code);
    this.#countUninspected(transaction);
  }

  /** Bytes are counted under the first reason: it is the one that let them by. */
  #countUninspected({ uninspected, bytesUninspected }: Transaction): void {
    for (let i = 0; i < uninspected.length; i++) {
      const index = UNINSPECTED_REASONS.indexOf(uninspected[i]);
      if (uninspected.indexOf(uninspected[i]) === i) this.#uninspectedRequests[index]++;
      if (i === 0) this.#uninspectedBytes[index] += bytesUninspected;
    }
  }

  /** A failure, of a request or outside of one. @param code stable short name */
  countFault(source: FaultSource, code: string): void {
    this.#faults[source].add(code);
  }

  /** A request that the HTTP parser refused before there was a transaction. @param code e.g. `HPE_INVALID_METHOD` */
  countRejected(code: string): void {
    this.#rejected.add(code);
  }

  /** A request whose trailer section was not passed on. */
  countDroppedTrailers(): void {
    this.#droppedTrailers++;
  }

  /** How many sites are as their files say, on an earlier version, or closed. */
  setSiteStates(states: Readonly<Record<SiteState, number>>): void {
    this.#siteStates = states;
  }

  /** @param count client connections that are open now */
  setConnections(count: number): void {
    this.#connections = count;
  }

  /** @param read tells of all upstreams at a scrape */
  setUpstreams(read: () => Iterable<UpstreamState>): void {
    this.#upstreams = read;
  }

  countReload(result: ReloadResult): void {
    this.#reloads[result]++;
    if (result === 'success') this.#lastReload = Date.now();
  }

  /** Replaces what is known of the gate's lists. Names come from the configuration. */
  setLists(lists: ReadonlyMap<string, ListState>): void {
    this.#lists = new Map(lists);
  }

  /** A list that could not be read or fetched. @param name from the configuration */
  countListFailure(name: string): void {
    this.#listFailures.add(name);
  }

  /** @param builtAt when the country database was built, milliseconds since the epoch; null when there is none */
  setCountryDatabase(builtAt: number | null): void {
    this.#countryDatabaseTime = builtAt;
  }

  /** All families of this process; `mergeFamilies` makes one set of several processes'. */
  async snapshot(): Promise<Family[]> {
    return [
      ...(await this.sites.families()),
      counter(
        'sekisho_rule_matches_total',
        'Matches by rule id.',
        this.rules.samples('sekisho_rule_matches_total'),
      ),
      this.#inspection.family(),
      this.#upstream.family(),
      this.#request.family(),
      ...this.#uninspectedFamilies(),
      this.#faultsFamily(),
      counter(
        'sekisho_rejected_total',
        'Requests that the HTTP parser refused, by its error code.',
        this.#rejected.samples('sekisho_rejected_total', 'code'),
      ),
      counter('sekisho_dropped_trailers_total', 'Requests whose trailer fields were not passed on.', [
        ['sekisho_dropped_trailers_total', this.#droppedTrailers],
      ]),
      ...upstreamFamilies(this.#upstreams()),
      ...this.gate.families(),
      ...this.streams.families(),
      ...this.#stateFamilies(),
      ...(await processFamilies()),
    ];
  }

  #uninspectedFamilies(): Family[] {
    const samples = (name: string, counts: Float64Array): Sample[] =>
      UNINSPECTED_REASONS.map((reason, i): Sample => [series(name, label('reason', reason)), counts[i]]);
    const requests = 'sekisho_uninspected_requests_total';
    const bytes = 'sekisho_uninspected_bytes_total';
    return [
      counter(
        requests,
        'Requests that went on without full inspection, by reason.',
        samples(requests, this.#uninspectedRequests),
      ),
      counter(
        bytes,
        'Body bytes forwarded without inspection, by reason.',
        samples(bytes, this.#uninspectedBytes),
      ),
    ];
  }

  #faultsFamily(): Family {
    const name = 'sekisho_faults_total';
    const samples = Object.entries(this.#faults).flatMap(([source, codes]) =>
      codes
        .samples(name, 'code')
        .map(([id, value]): Sample => [id.replace('{', `{source="${source}",`), value]),
    );
    return counter(name, 'Failures by the side they came from and their code.', samples);
  }

  #stateFamilies(): Family[] {
    const now = Date.now();
    const drops = [...this.#drops].map(
      ([log, read]): Sample => [series('sekisho_log_dropped_total', label('log', log)), read()],
    );
    const lists = [...this.#lists];
    const listSamples = (name: string, read: (list: ListState) => number): Sample[] =>
      lists.map(([list, state]): Sample => [series(name, label('list', list)), read(state)]);
    const ageOf = (time: number): number => Math.max(0, (now - time) / 1000);
    const databaseAge = this.#countryDatabaseTime === null ? [] : [ageOf(this.#countryDatabaseTime)];
    return [
      counter(
        'sekisho_log_dropped_total',
        'Log lines dropped because the destination was full or slow.',
        drops,
      ),
      {
        ...counter('sekisho_reloads_total', 'Reloads of the configuration.', [
          ['sekisho_reloads_total{result="success"}', this.#reloads.success],
          ['sekisho_reloads_total{result="failure"}', this.#reloads.failure],
        ]),
        // One reload is one in every worker; a worker that came later has seen fewer.
        combine: 'max',
      },
      gauge(
        'sekisho_reload_last_success_timestamp_seconds',
        'When the configuration was last loaded.',
        'min',
        [['sekisho_reload_last_success_timestamp_seconds', this.#lastReload / 1000]],
      ),
      gauge(
        'sekisho_sites',
        'Sites that are as their files say, that stay on an earlier version because of a mistake, and that are closed.',
        'max',
        Object.entries(this.#siteStates).map(
          ([state, count]): Sample => [series('sekisho_sites', label('state', state)), count],
        ),
      ),
      gauge('sekisho_connections', 'Open client connections.', 'sum', [
        ['sekisho_connections', this.#connections],
      ]),
      gauge(
        'sekisho_list_entries',
        'Entries of each list of the gate.',
        'max',
        listSamples('sekisho_list_entries', list => list.entries),
      ),
      counter(
        'sekisho_list_failures_total',
        'Times that a list could not be read or fetched; the old one stays.',
        this.#listFailures.samples('sekisho_list_failures_total', 'list'),
      ),
      gauge(
        'sekisho_list_age_seconds',
        'Time since each list was last updated.',
        'max',
        listSamples('sekisho_list_age_seconds', list => ageOf(list.updatedAt)),
      ),
      gauge(
        'sekisho_country_database_age_seconds',
        'Time since the country database was built.',
        'max',
        databaseAge.map((age): Sample => ['sekisho_country_database_age_seconds', age]),
      ),
      gauge('sekisho_build_info', 'Always 1; the version is a label.', 'first', [
        [series('sekisho_build_info', label('version', this.version)), 1],
      ]),
    ];
  }
}

function gauge(name: string, help: string, combine: Family['combine'], samples: readonly Sample[]): Family {
  return { name, help, type: 'gauge', combine, samples };
}

/** A site is as its file says, on its last good version, or answered 503. */
export type SiteState = 'current' | 'earlier' | 'closed';

export type { ListState };
