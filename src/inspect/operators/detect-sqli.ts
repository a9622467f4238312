import type { OperatorSpec } from '../contract.js';
import { describeSqli, isSqli } from '../detectors/sql/index.js';

/** `@detectSQLi`: takes no argument, as in ModSecurity; TX.0 becomes the fingerprint, one letter a token. */
export const detectSqli: OperatorSpec = {
  name: 'detectSQLi',
  summary: 'Matches when the value would change the SQL statement it is pasted into, in any quoting context.',
  example: `SecRule ARGS "@detectSQLi" "id:152,phase:2,capture,deny,t:none,t:urlDecodeUni,msg:'SQL injection %{TX.0}'"`,
  compile() {
    return (value, scope) => {
      if (!scope.capturing) return isSqli(value.bytes);
      const finding = describeSqli(value.bytes);
      if (finding === null) return false;
      scope.capture([finding.fingerprint]);
      return true;
    };
  },
};
