import { z } from 'zod';
import { countryCode, didNotMean } from './countries.js';
import { Refusal, scalar } from './scalar.js';

const PLACE =
  'a country code of two letters such as JP, EU, a continent (africa, antarctica, asia, europe, north-america, oceania, ' +
  'south-america), or a name that stands under `countryGroups`';

/** Names of groups: longer than a code, so that no group can be taken for a country. */
export const GROUP_NAME = /^[a-z][a-z0-9_-]{2,63}$/;

/** The member states of the European Union. */
const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK';

/**
 * Continents by the geographic regions of the United Nations (M49); the Americas in two, Central America and the
 * Caribbean with the north. M49 has no code for Taiwan and Kosovo: they stand with their neighbours.
 */
const CONTINENTS: Readonly<Record<string, string>> = {
  africa:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE ' +
    'RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW',
  antarctica: 'AQ',
  asia:
    'AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA ' +
    'SG SY TH TJ TL TM TR TW UZ VN YE',
  europe:
    'AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL ' +
    'PT RO RS RU SE SI SJ SK SM UA VA XK',
  'north-america':
    'AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI',
  oceania: 'AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS',
  'south-america': 'AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE',
};

/** Groups that are always there: `EU` and the continents. Upper-case codes by name. */
export const BUILT_IN_GROUPS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({ EU, ...CONTINENTS }).map(([name, codes]) => [name, codes.split(' ')]),
);

/** A country, or a group of them. Output: a code in upper case, `EU`, or a group's name in lower case. */
export const countryOrGroup = scalar(z.string({ error: PLACE }), written => {
  const code = countryCode(written);
  if (code !== null) return code;
  if (written.toUpperCase() === 'EU') return 'EU';
  const meant = didNotMean(written);
  if (meant !== null) return new Refusal(meant);
  const name = written.toLowerCase();
  return GROUP_NAME.test(name) ? name : new Refusal(PLACE);
});
