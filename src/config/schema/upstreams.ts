import { z } from 'zod';
import { BALANCES } from '../../core/index.js';
import { upstream } from './host.js';
import { atLeastOne, map, Refusal, scalar } from './scalar.js';
import { duration } from './units.js';

const file = z.string({ error: 'the path of a file' }).min(1, { error: 'the path of a file' });
const COUNT = (least: number, most: number): string => `a number from ${least} to ${most}`;
const count = (least: number, most: number) =>
  z
    .int({ error: COUNT(least, most) })
    .min(least, { error: COUNT(least, most) })
    .max(most, { error: COUNT(least, most) });

const MEMBER = 'an upstream such as http://10.0.0.5:8080, or { url, weight }';

/** One of several upstreams. Output: its URL and weight. */
const member = z.union(
  [
    upstream.transform(url => ({ url, weight: 1 })),
    map({
      url: upstream.describe('Origin, or unix:/path of a socket.'),
      weight: count(1, 1000).prefault(1).describe('Its part of the requests. Default: 1.'),
    }),
  ],
  { error: MEMBER },
);

const COOKIE = 'the name of a cookie: letters, digits, - and _';
const CHECK_PATH = 'the path of the check, such as /healthz';

const check = map({
  path: z
    .string({ error: CHECK_PATH })
    .regex(/^\/[!-~]*$/, CHECK_PATH)
    .prefault('/')
    .describe('What is asked for, by GET. A status below 400 says that the upstream is up. Default: /.'),
  host: z
    .string({ error: 'a host name' })
    .regex(/^[A-Za-z0-9._:[\]-]{1,255}$/, 'a host name')
    .optional()
    .describe('Host field of the check. Default: the first of `hosts`.'),
  interval: duration.prefault('5s').describe('From one check to the next. Default: 5s.'),
  timeout: duration.prefault('2s').describe('Longest wait for the answer. Default: 2s.'),
  rise: count(1, 100)
    .prefault(2)
    .describe('Checks in a row that must succeed for an upstream to be used again. Default: 2.'),
  fall: count(1, 100)
    .prefault(3)
    .describe('Checks in a row that must fail for it to be left out. Default: 3.'),
});

const health = map({
  failures: count(0, 1000)
    .optional()
    .describe(
      'Failed requests in a row after which an upstream is left out for a while; 0: never. ' +
        'Default: 3 with several upstreams, 0 with one.',
    ),
  pause: duration
    .prefault('10s')
    .describe(
      'How long it is left out; each time it fails again twice as long, up to 16 times. Default: 10s.',
    ),
  check: check.optional().describe('Ask each upstream again and again whether it is up. Default: no.'),
});

const tls = map({
  verify: z
    .boolean({ error: 'true or false' })
    .prefault(true)
    .describe(
      'Verify the certificate of an https upstream. Default: true. Danger: with false, whoever stands between can read ' +
        'and change everything.',
    ),
  ca: file.optional().describe('PEM file of the authorities to trust. Default: the usual ones.'),
  serverName: z
    .string({ error: 'a host name' })
    .regex(/^[A-Za-z0-9._-]{1,253}$/, 'a host name')
    .optional()
    .describe('Name in SNI and in the certificate. Default: the host of the upstream.'),
  cert: file
    .optional()
    .describe('PEM file: certificate with which the gateway shows who it is. Default: none.'),
  key: file.optional().describe('PEM file: its private key, not encrypted. Default: none.'),
});

/** `duration` keys of a pool. */
export const timeouts = map({
  connect: duration.prefault('5s').describe('To connect to the upstream. Default: 5s.'),
  headers: duration
    .prefault('60s')
    .describe("From sending the request to the upstream's response head. Default: 60s."),
  body: duration.prefault('60s').describe("Between two pieces of the upstream's response. Default: 60s."),
});

/** Keys that a site and each of its routes have: where requests go, and how. */
export const poolShape = {
  upstream: upstream
    .optional()
    .describe(
      'Where requests go: http:// or https://, host and port, without path; or unix:/path. Short for `upstreams` with one. Default: none; one of the two must be there.',
    ),
  upstreams: atLeastOne(member, 'there would be nobody to ask')
    .optional()
    .describe('Where requests go, when there are several: URLs, or { url, weight }. Default: none.'),
  balance: z
    .enum(BALANCES, { error: `one of ${BALANCES.join(', ')}` })
    .prefault('round-robin')
    .describe(
      'How one of several is chosen: in turn, the one with the fewest requests, by the address of the client, or by a ' +
        'cookie (sticky). Default: round-robin.',
    ),
  stickyCookie: z
    .string({ error: COOKIE })
    .regex(/^[A-Za-z0-9_-]{1,64}$/, COOKIE)
    .prefault('sekisho-upstream')
    .describe('Cookie that `balance: cookie` sets. Default: sekisho-upstream.'),
  connections: count(1, 100_000).prefault(256).describe('Most connections to each upstream. Default: 256.'),
  queue: count(0, 1_000_000)
    .prefault(256)
    .describe(
      'Most requests that wait for a connection of an upstream; more are answered 503. Default: 256.',
    ),
  retries: count(0, 10)
    .prefault(1)
    .describe(
      'Other upstreams that a request is sent to when one fails before it answered: where no connection could be made, ' +
        'and for idempotent methods where it broke. Default: 1.',
    ),
  health: health.prefault({}).describe('When an upstream is left out.'),
  upstreamTls: tls.prefault({}).describe('How https upstreams are verified, and who the gateway is to them.'),
};

const NAME = 'the name of a header field';
const VALUE = 'text without line ends and other control characters';
/** Fields that are this hop's own: what they say is worked out for each message. */
const OWN = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'content-length'],
  ...['upgrade', 'te', 'trailer', 'expect'],
]);

const fieldName = scalar(z.string({ error: NAME }), name => {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/.test(name)) return new Refusal(NAME);
  return OWN.has(name.toLowerCase()) ? new Refusal('another field: this one is set for each message') : name;
});

const fieldValue = scalar(z.string({ error: VALUE }), value => {
  const bytes = Buffer.from(value, 'utf8').toString('latin1');
  return /[^\t\x20-\x7e\x80-\xff]/.test(bytes) || bytes !== bytes.trim() ? new Refusal(VALUE) : bytes;
});

/** Changes to header fields. */
export const headerRules = map({
  set: z
    .record(z.string(), fieldValue)
    .prefault({})
    .describe('Fields by name; each takes the place of all of its name. Default: none.'),
  remove: z.array(fieldName).prefault([]).describe('Names of fields that are taken out. Default: none.'),
});

export { fieldName };
