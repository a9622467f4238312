import { z } from 'zod';
import { pathPrefix } from './path.js';
import { map, Refusal, scalar } from './scalar.js';

/** By what requests are counted. */
export type RateKey =
  | { readonly kind: 'address' | 'site' | 'country' }
  | { readonly kind: 'header' | 'cookie'; readonly name: string };

/** How often one may come. */
export interface RateRule {
  readonly name: string;
  readonly per: RateKey;
  /** Beginning of the normalised path, or null: every path. */
  readonly path: string | null;
  readonly limit: number;
  /** Milliseconds. */
  readonly within: number;
  readonly burst: number;
}

const LIMIT = 'a number and a time, such as 10/s, 100/10s or 1000/h';
const PER = 'address, site, country, header:NAME or cookie:NAME';
const NAME = 'letters, digits, - and _';
const BURST = 'a number from 1 to 1000000';
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

const limit = scalar(z.string({ error: LIMIT }), written => {
  const [, digits, many, unit] = /^(\d{1,7})\/(\d{0,4})([smh])$/.exec(written) ?? [null, '0', '0', 's'];
  const value = { limit: Number(digits), within: (many === '' ? 1 : Number(many)) * SECONDS[unit] * 1000 };
  return value.limit > 0 && value.within > 0 ? value : new Refusal(LIMIT);
});

const per = scalar(z.string({ error: PER }), (written): RateKey | Refusal => {
  if (written === 'address' || written === 'site' || written === 'country') return { kind: written };
  const [, kind, name] = /^(header|cookie):([!#$%&'*+.^_`|~0-9A-Za-z-]{1,128})$/.exec(written) ?? [];
  if (kind === 'header') return { kind, name: name.toLowerCase() };
  return kind === 'cookie' ? { kind, name } : new Refusal(PER);
});

/** One rate, as an operator writes it. */
export const rate = scalar(
  map({
    name: z
      .string({ error: NAME })
      .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: NAME })
      .optional()
      .describe('What logs and header fields call it. Default: what it counts by.'),
    per: per
      .prefault('address')
      .describe(
        'What is counted by: address (of IPv6 the /64), site, country, header:NAME, cookie:NAME; who sends no such header or ' +
          'cookie is counted by address. Default: address.',
      ),
    path: pathPrefix.optional().describe('Requests below this path only. Default: every path.'),
    limit: limit.describe('How many in which time: 10/s, 100/10s, 1000/h.'),
    burst: z
      .int({ error: BURST })
      .min(1, { error: BURST })
      .max(1_000_000, { error: BURST })
      .optional()
      .describe('How many may come at once. Default: the number of `limit`.'),
  }),
  (written): RateRule => ({
    name:
      written.name ??
      ('name' in written.per ? written.per.name.replace(/[^A-Za-z0-9_-]/g, '_') : written.per.kind),
    per: written.per,
    path: written.path ?? null,
    limit: written.limit.limit,
    within: written.limit.within,
    burst: written.burst ?? written.limit.limit,
  }),
);
