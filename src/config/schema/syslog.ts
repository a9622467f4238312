import { z } from 'zod';
import { map, Refusal, scalar } from './scalar.js';

/** Facilities of RFC 5424 that a program may be given. */
export const FACILITIES = [
  ...(['user', 'daemon', 'auth', 'authpriv', 'audit', 'local0', 'local1', 'local2', 'local3'] as const),
  ...(['local4', 'local5', 'local6', 'local7'] as const),
] as const;
export type SyslogFacility = (typeof FACILITIES)[number];

const TO = 'udp://host:port, tcp://host:port or tls://host:port';
/** Usual ports: RFC 5426, RFC 6587 (of practice, 601 is of RFC 3195), RFC 5425. */
const PORTS = { udp: 514, tcp: 601, tls: 6514 } as const;
const URL_FORM = /^(udp|tcp|tls):\/\/(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]{1,253}))(?::(\d{1,5}))?$/;

interface Receiver {
  readonly protocol: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
}

const to = scalar(z.string({ error: TO }), (written): Receiver | Refusal => {
  const match = URL_FORM.exec(written);
  if (match === null) return new Refusal(TO);
  const protocol = match[1] as Receiver['protocol'];
  const port = Number(match[4] ?? PORTS[protocol]);
  if (port < 1 || port > 65_535) return new Refusal(`a port from 1 to 65535: ${TO}`);
  return { protocol, host: match[2] ?? match[3], port };
});

export const syslog = map({
  to: to.describe(
    'udp://host:port, tcp://host:port or tls://host:port (verified). Default ports: 514, 601, 6514.',
  ),
  facility: z
    .enum(FACILITIES)
    .prefault('local0')
    .describe('Facility that the receiver sorts by; the severity is always notice. Default: local0.'),
});
