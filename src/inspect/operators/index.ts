import type { OperatorSpec } from '../contract.js';
import { noMatch, rbl, unconditionalMatch } from './constants.js';
import { detectSqli } from './detect-sqli.js';
import { detectXss } from './detect-xss.js';
import { geoLookup } from './geo-lookup.js';
import { ipMatch, ipMatchF, ipMatchFromFile } from './ip-match.js';
import { eq, ge, gt, le, lt } from './numbers.js';
import { pm, pmFromFile, pmf } from './pm.js';
import { rx } from './rx.js';
import { rxGlobal } from './rx-global.js';
import { beginsWith, contains, containsWord, endsWith, streq, strmatch, within } from './strings.js';
import { validateByteRange } from './validate-byte-range.js';
import { validateUrlEncoding } from './validate-url-encoding.js';
import { validateUtf8Encoding } from './validate-utf8-encoding.js';
import { verifyCC, verifyCPF, verifySSN, verifySVNR } from './verify.js';

export { LEFT_OUT_OPERATORS, UNSUPPORTED_OPERATORS } from './unsupported.js';

const compared: readonly OperatorSpec[] = [
  beginsWith,
  contains,
  containsWord,
  endsWith,
  eq,
  ge,
  gt,
  le,
  lt,
  streq,
  strmatch,
  within,
];

const searched: readonly OperatorSpec[] = [
  ipMatch,
  ipMatchF,
  ipMatchFromFile,
  pm,
  pmf,
  pmFromFile,
  rx,
  rxGlobal,
  verifyCC,
  verifyCPF,
  verifySSN,
  verifySVNR,
];

const judged: readonly OperatorSpec[] = [
  detectSqli,
  detectXss,
  geoLookup,
  noMatch,
  rbl,
  unconditionalMatch,
  validateByteRange,
  validateUrlEncoding,
  validateUtf8Encoding,
];

/** Every operator, by its name in lower case. */
export const OPERATORS: ReadonlyMap<string, OperatorSpec> = new Map(
  [...compared, ...searched, ...judged].map(spec => [spec.name.toLowerCase(), spec]),
);
