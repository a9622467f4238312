import { OperatorError, type OperatorSpec } from '../contract.js';
import { describeShell } from '../detectors/shell/index.js';

/** Bytes without one of which there is no separator, no path and no word that quotes take apart. */
const SIGNS: readonly string[] = [';', '\n', '`', '|', '&', '$', '<', '>', '{', '/', "'", '"', '^', '\\'];

/** `@detectShell`: takes no argument, or `anywhere`. TX.0 becomes the separator with the command behind it. */
export const detectShell: OperatorSpec = {
  name: 'detectShell',
  summary:
    'Matches when the value would make a shell run another command: a separator where a parameter ends and a known ' +
    'command behind it. With `anywhere`, a separator and a command with arguments count in the middle of text as well.',
  example: `SecRule ARGS "@detectShell" "id:154,phase:2,capture,deny,t:none,t:decodeLayers,msg:'Command %{TX.0}'"`,
  requires: () => [SIGNS],
  compile(argument) {
    const written = argument.source.trim().toLowerCase();
    if (written !== '' && written !== 'anywhere') {
      throw new OperatorError(`@detectShell ${argument.source}`, 'write nothing, or the word anywhere');
    }
    const anywhere = written === 'anywhere';
    return (value, scope) => {
      const finding = describeShell(value.bytes, anywhere);
      if (finding === null) return false;
      if (scope.capturing) scope.capture([value.bytes.slice(finding.start, finding.end)]);
      return true;
    };
  },
};
