import { z } from 'zod';
import { listEntry } from './address.js';
import { country } from './countries.js';
import { pathPrefix } from './path.js';
import { atLeastOne, map, oneOrMany, Refusal, scalar } from './scalar.js';

/** What a gate checks, list names and addresses as the operator wrote them (checked, in lower case). */
export interface GateRules {
  /** Who may come in at all, or null for everyone. */
  readonly only: readonly string[] | null;
  /** Who passes before every deny and country rule. */
  readonly allow: readonly string[];
  readonly deny: readonly string[] | 'all';
  readonly countries: CountryRule | null;
}

/** Upper-case ISO 3166-1 codes. Exactly one of `only` and a non-empty `deny` is set. */
export interface CountryRule {
  readonly only: readonly string[] | null;
  readonly deny: readonly string[];
  /** Addresses the database knows no country for. */
  readonly unknown: 'allow' | 'deny';
  /** Private, link-local and other addresses that belong to no country. */
  readonly private: 'allow' | 'deny';
  readonly loopback: 'allow' | 'deny';
}

/** The gate of a site: rules for every path, and rules that are added below some paths. */
export interface SiteGate extends GateRules {
  readonly paths: readonly ({ readonly match: string } & GateRules)[];
}

const allowOrDeny = z.enum(['allow', 'deny']);

const countries = scalar(
  map({
    only: atLeastOne(country, 'an empty list would let nobody in')
      .optional()
      .describe(
        'Countries that may come in; all others are refused. ISO 3166-1 codes. Not together with `deny`.',
      ),
    deny: atLeastOne(country, 'an empty list would refuse nobody')
      .optional()
      .describe(
        'Countries that are refused; all others may come in. ISO 3166-1 codes. Not together with `only`.',
      ),
    unknown: allowOrDeny
      .optional()
      .describe(
        'Addresses the database knows no country for. Default: deny with `only`, allow with `deny`. ' +
          'Danger: `allow` together with `only` lets in whoever the database does not know.',
      ),
    private: allowOrDeny
      .prefault('allow')
      .describe('Private and link-local addresses, which belong to no country. Default: allow.'),
    loopback: allowOrDeny.prefault('allow').describe('Callers on this machine. Default: allow.'),
  }),
  (written): CountryRule | Refusal => {
    const { only, deny } = written;
    if ((only === undefined) === (deny === undefined)) {
      return new Refusal('either `only` or `deny`, with the codes of countries');
    }
    return {
      only: only ?? null,
      deny: deny ?? [],
      unknown: written.unknown ?? (only === undefined ? 'allow' : 'deny'),
      private: written.private,
      loopback: written.loopback,
    };
  },
);

const rules = {
  only: atLeastOne(listEntry, 'an empty list would let nobody in, and `deny: all` says that plainly')
    .optional()
    .describe(
      'Who may come in; everyone else is refused. List names, addresses or networks. Default: everyone.',
    ),
  allow: oneOrMany(listEntry)
    .prefault([])
    .describe(
      'Who passes before every deny and country rule (but not before `only`). Never skips the WAF. Default: nobody. ' +
        'Danger: too wide a network opens the gate.',
    ),
  deny: z
    .union([z.literal('all'), oneOrMany(listEntry)])
    .prefault([])
    .describe('Who is refused: list names, addresses or networks, or `all`. Default: nobody.'),
  countries: countries
    .optional()
    .describe('Refuse by the country of the address. Default: no country is refused.'),
};

interface WrittenRules {
  readonly only?: string[] | undefined;
  readonly allow: string[];
  readonly deny: string[] | 'all';
  readonly countries?: CountryRule | undefined;
}

function gateRules(written: WrittenRules): GateRules {
  return {
    only: written.only ?? null,
    allow: written.allow,
    deny: written.deny,
    countries: written.countries ?? null,
  };
}

const pathGate = map({
  match: pathPrefix.describe('Beginning of the normalised path, such as /wp-admin/.'),
  ...rules,
}).transform(written => ({ match: written.match, ...gateRules(written) }));

export const siteGate = map({
  ...rules,
  paths: z
    .array(pathGate)
    .prefault([])
    .describe("Rules for some paths. They add to the site's gate and never loosen it. Default: none."),
}).transform((written): SiteGate => ({ ...gateRules(written), paths: written.paths }));
