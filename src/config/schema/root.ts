import { z } from 'zod';
import { LIST_NAME, listenAddresses, network } from './address.js';
import { bans } from './bans.js';
import { countryOrGroup, GROUP_NAME } from './country-groups.js';
import { limits } from './limits.js';
import { atLeastOne, byteString, map, off, oneOrMany, Refusal, scalar } from './scalar.js';
import { site } from './site.js';
import { admin, state } from './state.js';
import { streams } from './streams.js';
import { syslog } from './syslog.js';
import { duration, MIB, size } from './units.js';

const URL_TEXT = 'an address such as https://example.org/list.txt';
const SHARE = 'a share from 0 to 1';
const WORKERS = 'auto, or a number from 1 to 1024';

const file = z.string({ error: 'the path of a file' }).min(1, { error: 'the path of a file' });

/** Where the entries of a list come from. */
export type ListSource =
  | { readonly cidrs: readonly string[] }
  | ({ readonly file: string } & ListColumns)
  /** `file`: the copy on disk (after `build/globals.ts` has put it there). Times in milliseconds, sizes in bytes. */
  | ({ readonly url: string; readonly file: string; readonly feed: true } & ListColumns & FeedSettings);

/** Which column of a CSV file holds the entries; null: lines without columns. */
export interface ListColumns {
  readonly column: number | string | null;
  readonly separator: string;
}

/** How a list is fetched. */
export interface FeedSettings {
  readonly refresh: number;
  readonly timeout: number;
  readonly maxBytes: number;
  /** A new one that is smaller by more than this share is not taken. */
  readonly shrink: number;
  readonly allowPrivate: boolean;
}

const listen = map({
  http: listenAddresses('::')
    .optional()
    .describe(
      'Plain HTTP. A bare port means all addresses. Default: 80 when `https` is not given either, else off.',
    ),
  https: listenAddresses('::')
    .optional()
    .describe('HTTPS, with the certificates of the sites. A bare port means all addresses. Default: off.'),
  admin: listenAddresses('127.0.0.1')
    .prefault('127.0.0.1:9145')
    .describe(
      'Metrics, health and administration. A bare port means 127.0.0.1. Default: 127.0.0.1:9145. ' +
        'Danger: on another address everyone who can reach it can read what goes on here.',
    ),
});

const list = scalar(
  map({
    cidrs: oneOrMany(network).optional().describe('Addresses and networks.'),
    file: file
      .optional()
      .describe(
        'A text file with one address or network a line, read anew when it changes. A relative path starts at the folder of this file.',
      ),
    url: z
      .string({ error: URL_TEXT })
      .regex(/^https?:\/\/[^\s@]+$/, { error: URL_TEXT })
      .optional()
      .describe(
        'A list of such lines on the web: it is asked after the lists of your own, as a feed. Default: none.',
      ),
    column: z
      .union([z.int().min(1).max(1000), z.string().min(1).max(100)], {
        error: 'the number of a column from 1, or its name',
      })
      .optional()
      .describe(
        'Of a CSV file: the column with the addresses, by number or by its name in the first line. Default: no columns.',
      ),
    separator: z
      .string({ error: 'one character' })
      .length(1, { error: 'one character' })
      .prefault(',')
      .describe('Between columns. Default: a comma.'),
    refresh: duration.prefault('1h').describe('Of a url: how often it is asked. Default: 1h.'),
    timeout: duration.prefault('60s').describe('Of a url: how long a download may take. Default: 60s.'),
    maxBytes: size(256 * MIB)
      .prefault('32MiB')
      .describe('Of a url: how large it may be. Default: 32MiB, at most 256MiB.'),
    shrink: z
      .number({ error: SHARE })
      .min(0, { error: SHARE })
      .max(1, { error: SHARE })
      .prefault(0.5)
      .describe(
        'Of a url: a new one with fewer entries by more than this share is not taken. Default: 0.5, half.',
      ),
    allowPrivate: z
      .boolean({ error: 'true or false' })
      .prefault(false)
      .describe(
        'Of a url: it may be on a private, local or reserved address. Default: false. Danger: a redirect may then ask what only ' +
          'this machine can reach.',
      ),
  }),
  (written): ListSource | Refusal => {
    const { cidrs, file: path, url, column = null, separator } = written;
    const sources = [cidrs, path, url].filter(source => source !== undefined);
    if (sources.length !== 1) return new Refusal('one of `cidrs`, `file` and `url`');
    if (cidrs !== undefined) return { cidrs };
    if (path !== undefined) return { file: path, column, separator };
    const { refresh, timeout, maxBytes, shrink, allowPrivate } = written;
    const settings = { refresh, timeout, maxBytes, shrink, allowPrivate };
    return { url: url ?? '', file: '', feed: true, column, separator, ...settings };
  },
);

const log = map({
  access: z
    .union([off, file], { error: '"-" for standard output, a file, or off' })
    .prefault('-')
    .describe('Access log: "-" for standard output, a file, or off. Default: "-".'),
  format: z.enum(['json', 'combined']).prefault('json').describe('Form of the access log. Default: json.'),
  level: z
    .enum(['error', 'warn', 'info', 'debug'])
    .prefault('info')
    .describe('Least severe message of the program itself that is logged. Default: info.'),
});

const audit = map({
  file: file.optional().describe('Audit log, one JSON object a line. Wins over SecAuditLog. Default: none.'),
  syslog: syslog
    .optional()
    .describe(
      'A syslog receiver (RFC 5424) that gets the same lines, beside the file or instead. Default: none.',
    ),
  which: z
    .union([z.enum(['all', 'relevant']), off], { error: 'one of all, relevant, off' })
    .optional()
    .describe(
      '`relevant` records requests that a rule or the gate stopped or rules marked for the log, `all` every request. ' +
        'Wins over SecAuditEngine. Default: relevant with a file or a syslog receiver, else off. Danger: `all` writes what visitors send, personal data too.',
    ),
  mask: oneOrMany(
    z
      .string({ error: 'the name of a header or argument' })
      .min(1)
      .transform(name => byteString(name).replace(/[A-Z]/g, letter => letter.toLowerCase())),
  )
    .prefault([])
    .describe(
      'Further headers and arguments whose values are masked in logs, by name. Default: only the built-in ones.',
    ),
});

/** The whole file, as an operator writes it. The one source of types, validation and the JSON Schema. */
export const root = map({
  listen: listen
    .prefault({})
    .describe('Where to listen: a port, host:port, [ipv6]:port, or a list of these.'),
  workers: z
    .union([z.literal('auto'), z.int().min(1, WORKERS).max(1024, WORKERS)], { error: WORKERS })
    .prefault('auto')
    .describe(
      'Worker processes. Default: auto, one for each processor that this process may use (the quota of a container counts).',
    ),
  trustedProxies: oneOrMany(network)
    .prefault([])
    .describe(
      'Proxies whose X-Forwarded-For is believed: addresses and networks. Default: none. ' +
        'Danger: whoever calls from here can claim any address.',
    ),
  geoip: map({
    country: file
      .optional()
      .describe(
        'Country database (mmdb). Wins over SecGeoLookupDb. Default: the one that comes with the package.',
      ),
  })
    .prefault({})
    .describe('Which database tells the country of an address.'),
  lists: z
    .record(z.string().regex(LIST_NAME), list)
    .prefault({})
    .describe('Named lists of addresses, for the gates of sites. Default: none.'),
  countryGroups: z
    .record(z.string().regex(GROUP_NAME), atLeastOne(countryOrGroup, 'a group of no countries'))
    .prefault({})
    .describe(
      'Own groups of countries for `countries`: a name of three letters or more in lower case, and codes, EU or ' +
        'continents. Default: none. EU and the continents are always there.',
    ),
  rules: oneOrMany(file)
    .prefault('rules/*.conf')
    .describe(
      'SecLang rule files, in order: paths, or patterns with * and ? whose matches are sorted by name. A relative one is looked ' +
        'for in the folder of this file, then in the working folder, then in the package. Default: rules/*.conf, which ' +
        'are the rules of the package unless a nearer folder has such files. Danger: an empty list inspects nothing.',
    ),
  log: log.prefault({}).describe('Access log and program log.'),
  audit: audit.prefault({}).describe('Audit log: what was found in which request.'),
  limits: limits.prefault({}).describe('Limits that hold for every connection, before a site is known.'),
  bans: bans.prefault({}).describe('Which addresses are banned by themselves, and for how long.'),
  state: state
    .prefault({})
    .describe('Where bans, copies of feeds and last good versions of sites are kept, and the local socket.'),
  streams: streams.describe(
    'Raw TCP ports that are passed on behind a gate: databases, mail, SSH. Default: none.',
  ),
  admin: admin.prefault({}).describe('Who may use the admin listener.'),
  sites: z
    .union([z.array(site), z.string().min(1)], {
      error: 'a list of sites, or the path of a folder whose *.yaml files hold one site each',
    })
    .describe('The protected sites: a list, or a folder whose *.yaml and *.yml files each hold one site.'),
});
