import type { OperatorSpec } from '../contract.js';
import { describeXss } from '../detectors/html/index.js';

/** `@detectXSS`: takes no argument, as in ModSecurity; TX.0 becomes the text that decided, at most 64 bytes. */
export const detectXss: OperatorSpec = {
  name: 'detectXSS',
  summary: 'Matches when the value would run script in an HTML page, between tags or in an attribute.',
  example: `SecRule ARGS "@detectXSS" "id:153,phase:2,capture,deny,t:none,t:urlDecodeUni,msg:'XSS %{TX.0}'"`,
  // A tag, an attribute, or a script URL (whose colon may be a character reference).
  requires: () => [['<', '=', ':', '&']],
  compile() {
    return (value, scope) => {
      const finding = describeXss(value.bytes);
      if (finding === null) return false;
      if (scope.capturing) scope.capture([finding.text]);
      return true;
    };
  },
};
