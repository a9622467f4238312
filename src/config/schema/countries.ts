import { z } from 'zod';
import { Refusal, scalar } from './scalar.js';

const COUNTRY = 'an ISO 3166-1 country code of two letters, such as JP';

/** ISO 3166-1 alpha-2, and XK, which address databases use for Kosovo. */
const CODES = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
    'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR ' +
    'GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
    'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT ' +
    'MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW ' +
    'SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ ' +
    'UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
  ).split(' '),
);

/** Codes that people write for a country whose ISO code is another. */
const MEANT: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** The code in upper case, or null when there is no such country. */
export function countryCode(written: string): string | null {
  const code = written.toUpperCase();
  return CODES.has(code) ? code : null;
}

/** What to write for a code that means a country in other places than ISO 3166-1; null when it is none of these. */
export function didNotMean(written: string): string | null {
  const code = written.toUpperCase();
  return Object.hasOwn(MEANT, code) ? `${MEANT[code]}, the ISO 3166-1 code` : null;
}

/** Every code there is. */
export const COUNTRY_CODES: ReadonlySet<string> = CODES;

/** A country code. Output: in upper case. */
export const country = scalar(
  z.string({ error: COUNTRY }),
  written => countryCode(written) ?? new Refusal(didNotMean(written) ?? COUNTRY),
);
