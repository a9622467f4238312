import type { OperatorSpec } from '../contract.js';
import { beginsWith } from './begins-with.js';
import { contains } from './contains.js';
import { containsWord } from './contains-word.js';
import { detectShell } from './detect-shell.js';
import { detectSqli } from './detect-sqli.js';
import { detectXss } from './detect-xss.js';
import { endsWith } from './ends-with.js';
import { eq } from './eq.js';
import { ge } from './ge.js';
import { geoLookup } from './geo-lookup.js';
import { gt } from './gt.js';
import { ipMatch } from './ip-match.js';
import { ipMatchF } from './ip-match-f.js';
import { ipMatchFromFile } from './ip-match-from-file.js';
import { le } from './le.js';
import { lt } from './lt.js';
import { noMatch } from './no-match.js';
import { pm } from './pm.js';
import { pmFromFile } from './pm-from-file.js';
import { pmf } from './pmf.js';
import { rbl } from './rbl.js';
import { rx } from './rx.js';
import { rxGlobal } from './rx-global.js';
import { streq } from './streq.js';
import { strmatch } from './strmatch.js';
import { unconditionalMatch } from './unconditional-match.js';
import { validateByteRange } from './validate-byte-range.js';
import { validateUrlEncoding } from './validate-url-encoding.js';
import { validateUtf8Encoding } from './validate-utf8-encoding.js';
import { verifyCC } from './verify-cc.js';
import { verifyCPF } from './verify-cpf.js';
import { verifySSN } from './verify-ssn.js';
import { verifySVNR } from './verify-svnr.js';
import { within } from './within.js';

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
  detectShell,
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
