import { z } from 'zod';
import { listEntry } from './address.js';
import { pathPrefix } from './path.js';
import { map, oneOrMany, Refusal, scalar } from './scalar.js';
import { duration } from './units.js';

/** What counts towards a ban. Times in milliseconds. */
export interface BanRule {
  /** For people: `blocked`, `status 404`, `counter ban_score`. */
  readonly name: string;
  readonly event: 'blocked' | 'status' | 'counter';
  readonly status: readonly number[];
  /** Beginning of the normalised path, or null: every path. */
  readonly path: string | null;
  /** In upper case; empty: every method. */
  readonly methods: readonly string[];
  /** Variable of the collection IP, in lower case; empty unless the event is `counter`. */
  readonly counter: string;
  /** Events within the time, or the value that the counter reaches. */
  readonly count: number;
  readonly within: number;
}

const COUNT = 'a number from 1 to 1000000';
const count = z.int({ error: COUNT }).min(1, { error: COUNT }).max(1_000_000, { error: COUNT });
const STATUS = 'a status from 100 to 599';
const status = z.int({ error: STATUS }).min(100, { error: STATUS }).max(599, { error: STATUS });
const METHOD = 'a method such as POST';

const rule = scalar(
  map({
    event: z
      .enum(['blocked', 'status', 'counter'])
      .describe(
        '`blocked`: a rule blocked the request. `status`: the answer had one of `status`, e.g. 404, or 401 to a failed ' +
          'log-in. `counter`: the variable `name` of the collection IP reached `count` (setvar:ip.NAME=+1 in a rule).',
      ),
    status: oneOrMany(status).optional().describe('Of event `status`: which. Default: none.'),
    path: pathPrefix.optional().describe('Requests below this path only. Default: every path.'),
    method: oneOrMany(z.string({ error: METHOD }).regex(/^[A-Za-z]{1,32}$/, { error: METHOD }))
      .prefault([])
      .describe('Requests with these methods only. Default: every method.'),
    name: z
      .string({ error: 'the name of a variable' })
      .regex(/^[A-Za-z0-9_.-]{1,64}$/, {
        error: 'the name of a variable of the collection IP, without `ip.`',
      })
      .optional()
      .describe('Of event `counter`: the variable of the collection IP, without `ip.`. Default: none.'),
    count: count.describe(
      'So many events within the time, or this value of the counter, and the address is banned.',
    ),
    within: duration
      .optional()
      .describe('The time in which events are counted, e.g. 10m. Not for `counter`. Default: none.'),
  }),
  (written): BanRule | Refusal => {
    const { event, path = null, method } = written;
    if ((event === 'status') !== (written.status !== undefined))
      return new Refusal('`status` with event status, and only there');
    if ((event === 'counter') !== (written.name !== undefined))
      return new Refusal('`name` with event counter, and only there');
    if ((event === 'counter') === (written.within !== undefined))
      return new Refusal('`within` with the events blocked and status, and not with counter');
    const counter = (written.name ?? '').toLowerCase();
    const codes = written.status ?? [];
    const what =
      event === 'status' ? `status ${codes.join(', ')}` : event === 'counter' ? `counter ${counter}` : event;
    return {
      name: path === null ? what : `${what} below ${path}`,
      event,
      status: codes,
      path,
      methods: method.map(name => name.toUpperCase()),
      counter,
      count: written.count,
      within: written.within ?? 0,
    };
  },
);

const FACTOR = 'a number from 1 to 100';

/** Who is banned by itself, and for how long. */
export const bans = map({
  after: z
    .array(rule)
    .max(32, { error: 'at most 32 rules' })
    .prefault([])
    .describe('What bans an address (IPv6: its /64). Default: nothing does.'),
  for: duration.prefault('10m').describe('How long the first ban lasts. Default: 10m.'),
  growth: z
    .number({ error: FACTOR })
    .min(1, { error: FACTOR })
    .max(100, { error: FACTOR })
    .prefault(4)
    .describe(
      'Each further ban lasts so many times as long as the last, within a week of its end. Default: 4.',
    ),
  longest: duration.prefault('168h').describe('The longest ban. Default: 168h, a week.'),
  scope: z
    .enum(['site', 'everywhere'])
    .prefault('site')
    .describe(
      'Whether events are counted, and bans hold, for each site by itself or for all of them with streams and the admin ' +
        "listener. Default: site. Danger: with `everywhere` one customer's mistake bans visitors of the others.",
    ),
  never: oneOrMany(listEntry)
    .prefault([])
    .describe(
      'Who is never banned: list names, addresses, networks. Loopback, trusted proxies and addresses of this machine never are. ' +
        'Default: nobody else.',
    ),
});
