import { z } from 'zod';
import { listEntry } from './address.js';
import { country } from './countries.js';
import { countryOrGroup } from './country-groups.js';
import { pathPrefix } from './path.js';
import { type RateRule, rate } from './rates.js';
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

/** Upper-case ISO 3166-1 codes (after `build/gate.ts` has put groups' countries in their place). Exactly one of `only` and a non-empty `deny` is set. */
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
  readonly rates: readonly RateRule[];
  readonly refusal: 'page' | 'close';
}

const allowOrDeny = z.enum(['allow', 'deny']);

const countries = scalar(
  map({
    only: atLeastOne(countryOrGroup, 'an empty list would let nobody in')
      .optional()
      .describe(
        'Countries that may come in; all others are refused: ISO 3166-1 codes, EU, continents, own groups. Not with `deny`.',
      ),
    deny: atLeastOne(countryOrGroup, 'an empty list would refuse nobody')
      .optional()
      .describe(
        'Countries that are refused; all others may come in: ISO 3166-1 codes, EU, continents, own groups. Not with `only`.',
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

/** The list that `office-only` is about. */
export const OFFICE = 'office';

const PRESET = 'closed (nobody comes in) or office-only (nobody but the list `office`)';

const preset = z.enum(['closed', 'office-only'], { error: PRESET });

const rules = {
  preset: preset
    .optional()
    .describe(
      'A gate in plain words: `closed` is deny: all, `office-only` is only: [office]. `gate: closed` is the short form. ' +
        'Default: none.',
    ),
  domestic: atLeastOne(country, 'without a country nobody is at home')
    .optional()
    .describe('The home country or countries: short for countries: { only: [..] }. Default: none.'),
  only: atLeastOne(listEntry, 'an empty list would let nobody in, and `deny: all` says that plainly')
    .optional()
    .describe(
      'Who may come in; everyone else is refused. List names, addresses or networks. Default: everyone.',
    ),
  allow: oneOrMany(listEntry)
    .prefault([])
    .describe(
      "Who passes before every deny and country rule (but not before a path's `only`). Never skips the WAF. " +
        'Default: nobody. Danger: too wide a network opens the gate.',
    ),
  deny: z
    .union([z.literal('all'), oneOrMany(listEntry)])
    .optional()
    .describe('Who is refused: list names, addresses or networks, or `all`. Default: nobody.'),
  countries: countries
    .optional()
    .describe('Refuse by the country of the address. Default: no country is refused.'),
};

interface WrittenRules {
  readonly preset?: 'closed' | 'office-only' | undefined;
  readonly domestic?: string[] | undefined;
  readonly only?: string[] | undefined;
  readonly allow: string[];
  readonly deny?: string[] | 'all' | undefined;
  readonly countries?: CountryRule | undefined;
}

function gateRules(written: WrittenRules): GateRules | Refusal {
  const { preset: plain, domestic } = written;
  if (plain === 'closed' && (written.deny !== undefined || written.only !== undefined)) {
    return new Refusal('`preset: closed` without `only` and `deny`: it is deny: all');
  }
  if (plain === 'office-only' && written.only !== undefined) {
    return new Refusal('`preset: office-only` without `only`: it is only: [office]');
  }
  if (domestic !== undefined && written.countries !== undefined) {
    return new Refusal('either `domestic` or `countries`');
  }
  return {
    only: plain === 'office-only' ? [OFFICE] : (written.only ?? null),
    allow: written.allow,
    deny: plain === 'closed' ? 'all' : (written.deny ?? []),
    countries: domestic === undefined ? (written.countries ?? null) : homeCountries(domestic),
  };
}

function homeCountries(codes: readonly string[]): CountryRule {
  return { only: codes, deny: [], unknown: 'deny', private: 'allow', loopback: 'allow' };
}

const pathGate = scalar(
  map({
    match: pathPrefix.describe('Beginning of the normalised path, such as /wp-admin/.'),
    ...rules,
  }),
  written => {
    const checked = gateRules(written);
    return checked instanceof Refusal ? checked : { match: written.match, ...checked };
  },
);

const wholeGate = scalar(
  map({
    ...rules,
    paths: z
      .array(pathGate)
      .prefault([])
      .describe("Rules for some paths. They add to the site's gate and never loosen it. Default: none."),
    rates: z
      .array(rate)
      .max(32, { error: 'at most 32 rates' })
      .prefault([])
      .describe(
        'How often one may come; over it: 429. Asked last; `allow` is let past. Default: as often as they like.',
      ),
    refusal: z
      .enum(['page', 'close'])
      .prefault('page')
      .describe(
        'What a refused client sees: a page with 403, or a connection that closes. Where every site says close, one that all ' +
          'of them refuse by its address is closed before TLS. Default: page.',
      ),
  }),
  (written): SiteGate | Refusal => {
    const checked = gateRules(written);
    if (checked instanceof Refusal) return checked;
    const { paths, rates, refusal } = written;
    const names = new Set(rates.map(({ name }) => name));
    if (names.size < rates.length) return new Refusal('rates with a `name` each, all different');
    return { ...checked, paths, rates, refusal };
  },
);

/** The gate of a site: a map of rules, or a preset by its name alone. */
export const siteGate = z.union(
  [
    wholeGate,
    preset.transform((name): SiteGate => {
      const closed: GateRules = { only: null, allow: [], deny: 'all', countries: null };
      const office: GateRules = { only: [OFFICE], allow: [], deny: [], countries: null };
      return { ...(name === 'closed' ? closed : office), paths: [], rates: [], refusal: 'page' };
    }),
  ],
  { error: `a map of rules, or ${PRESET}` },
);
