import { isIP, isIPv4 } from 'node:net';
import { z } from 'zod';
import { listenAddresses } from './address.js';
import { siteGate } from './gate.js';
import { map, off, Refusal, scalar } from './scalar.js';
import { duration } from './units.js';

/** Where a stream goes. */
export type StreamTarget = { readonly host: string; readonly port: number } | { readonly path: string };

const UPSTREAM = 'host:port, [ipv6]:port, or unix:/path';
const COUNT = 'a number from 1 to 1000000';
const NAME = 'letters, digits, - and _';
const count = z.int({ error: COUNT }).min(1, { error: COUNT }).max(1_000_000, { error: COUNT });

const target = scalar(z.string({ error: UPSTREAM }), (written): StreamTarget | Refusal => {
  if (written.startsWith('unix:/')) return { path: written.slice('unix:'.length) };
  const [, host, port] = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]{1,253}):(\d{1,5})$/.exec(written) ?? [
    null,
    '',
    '0',
  ];
  if (Number(port) < 1 || Number(port) > 65_535) return new Refusal(UPSTREAM);
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  if (host.startsWith('[') ? isIP(bare) !== 6 : /^[\d.]+$/.test(bare) && !isIPv4(bare))
    return new Refusal(UPSTREAM);
  return { host: bare, port: Number(port) };
});

const listen = scalar(listenAddresses('::'), addresses =>
  addresses.length === 0 ? new Refusal('a port, host:port, or a list of these') : addresses,
);

/** One raw TCP stream, as an operator writes it. */
export const stream = map({
  name: z
    .string({ error: NAME })
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: NAME })
    .optional()
    .describe('What logs, metrics and `sekisho ban --site stream:NAME` call it. Default: its first port.'),
  listen: listen.describe('Where to listen: a port, host:port, [ipv6]:port, or a list of these.'),
  upstream: target.describe('Where connections go: host:port, [ipv6]:port, or unix:/path.'),
  gate: siteGate
    .optional()
    .describe(
      'Who may come in, by address and country, as for sites. A connection counts as a request for `rates`. Default: everyone.',
    ),
  proxyProtocol: z
    .union([z.enum(['v1', 'v2']), off], { error: 'v1, v2, or off' })
    .prefault('off')
    .describe("Header of the PROXY protocol that tells the upstream the client's address. Default: off."),
  acceptProxyProtocol: z
    .boolean({ error: 'true or false' })
    .prefault(false)
    .describe(
      'Trusted proxies begin with a header of the PROXY protocol, v1 or v2, and the address in it is judged. Default: false.',
    ),
  connectTimeout: duration.prefault('10s').describe('To reach the upstream. Default: 10s.'),
  idleTimeout: duration.prefault('10m').describe('Without a byte in either direction. Default: 10m.'),
  connections: count
    .prefault(10_000)
    .describe('Connections at once with one worker; more are closed. Default: 10000.'),
  connectionsPerAddress: count
    .optional()
    .describe('The same from one address, of IPv6 from one /64. Default: no limit.'),
});

export const streams = z.array(stream).prefault([]);
