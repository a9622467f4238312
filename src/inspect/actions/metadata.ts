import { compileMacro } from '../macro.js';
import { ActionError, type ActionSpec, wholeNumber } from './spec.js';

const SEVERITIES = ['EMERGENCY', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'];
const PHASES = new Map([
  ['request', 2],
  ['response', 4],
  ['logging', 5],
]);
/** JavaScript counts exactly to 2^53; ids of known rule sets have at most 10 digits. */
const HIGHEST_ID = Number.MAX_SAFE_INTEGER;

export const METADATA_ACTIONS: readonly ActionSpec[] = [
  {
    name: 'id',
    kind: 'metadata',
    summary: 'The number of the rule, unique over all rule files.',
    example: 'SecAction "id:100000,phase:1,pass,nolog"',
    argument: 'required',
    apply(draft, argument) {
      draft.id = wholeNumber(argument, 'the id', 1, HIGHEST_ID);
    },
  },
  {
    name: 'phase',
    kind: 'metadata',
    summary:
      'When the rule runs: 1 request head, 2 request body, 3 response head, 4 response body, 5 logging.',
    example: 'SecAction "id:100001,phase:2,pass,nolog"',
    argument: 'required',
    apply(draft, argument) {
      draft.phase = PHASES.get(argument.toLowerCase()) ?? wholeNumber(argument, 'the phase', 1, 5);
    },
  },
  {
    name: 'msg',
    kind: 'metadata',
    summary: 'What the rule found, for the log. May hold macros.',
    example: `SecRule ARGS "@contains <script" "id:100002,phase:2,deny,msg:'Script in an argument'"`,
    argument: 'required',
    apply(draft, argument) {
      draft.msg = compileMacro(argument);
    },
  },
  {
    name: 'logdata',
    kind: 'metadata',
    summary: 'Evidence for the log. May hold macros.',
    example: `SecRule ARGS "@rx union.+select" "id:100003,phase:2,deny,capture,logdata:'%{TX.0} in %{MATCHED_VAR_NAME}'"`,
    argument: 'required',
    apply(draft, argument) {
      draft.logdata = compileMacro(argument);
    },
  },
  {
    name: 'severity',
    kind: 'metadata',
    summary: 'How grave a match is: EMERGENCY (0), ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFO, DEBUG (7).',
    example: `SecRule ARGS "@contains xp_cmdshell" "id:100004,phase:2,deny,severity:'CRITICAL'"`,
    argument: 'required',
    apply(draft, argument) {
      const named = SEVERITIES.indexOf(argument.toUpperCase());
      if (named < 0 && !/^[0-7]$/.test(argument)) {
        throw new ActionError(
          `the severity ${JSON.stringify(argument)}`,
          `write one of ${SEVERITIES.join(', ')} or 0 to 7`,
        );
      }
      draft.severity = named < 0 ? Number(argument) : named;
    },
  },
  {
    name: 'tag',
    kind: 'metadata',
    summary: 'A word that classes the rule; a rule may have many.',
    example: `SecRule ARGS "@contains ../" "id:100005,phase:2,deny,tag:'attack-lfi'"`,
    argument: 'required',
    apply(draft, argument) {
      draft.tags.push(compileMacro(argument));
    },
  },
  {
    name: 'ver',
    kind: 'metadata',
    summary: 'Version of the rule set.',
    example: `SecAction "id:100006,phase:1,pass,nolog,ver:'acme/1.2'"`,
    argument: 'required',
    apply(draft, argument) {
      draft.version = argument;
    },
  },
  {
    name: 'rev',
    kind: 'metadata',
    summary: 'Revision of the rule.',
    example: `SecAction "id:100007,phase:1,pass,nolog,rev:'3'"`,
    argument: 'required',
    apply(draft, argument) {
      draft.revision = argument;
    },
  },
  {
    name: 'maturity',
    kind: 'metadata',
    summary: 'How long the rule has been in use, 1–9.',
    example: `SecAction "id:100008,phase:1,pass,nolog,maturity:'7'"`,
    argument: 'required',
    apply(draft, argument) {
      draft.maturity = wholeNumber(argument, 'the maturity', 0, 9);
    },
  },
  {
    name: 'accuracy',
    kind: 'metadata',
    summary: 'How rarely the rule is wrong, 1–9.',
    example: `SecAction "id:100009,phase:1,pass,nolog,accuracy:'8'"`,
    argument: 'required',
    apply(draft, argument) {
      draft.accuracy = wholeNumber(argument, 'the accuracy', 0, 9);
    },
  },
];
