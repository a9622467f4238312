import { hexDigit } from '../byte-class.js';
import type { OperatorSpec } from '../contract.js';

/** True when some `%` is not followed by two hexadecimal digits. */
function isInvalid(bytes: string): boolean {
  for (let at = bytes.indexOf('%'); at >= 0; at = bytes.indexOf('%', at + 3)) {
    if (hexDigit(bytes.charCodeAt(at + 1)) < 0 || hexDigit(bytes.charCodeAt(at + 2)) < 0) return true;
  }
  return false;
}

export const validateUrlEncoding: OperatorSpec = {
  name: 'validateUrlEncoding',
  summary: 'Matches when the value has a % that two hexadecimal digits do not follow.',
  example: 'SecRule REQUEST_URI_RAW "@validateUrlEncoding" "id:1071,phase:1,deny"',
  compile: () => value => isInvalid(value.bytes),
};
