import { ActionError, type ActionSpec } from './spec.js';

const SEVERITIES = ['EMERGENCY', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'];

export const severity: ActionSpec = {
  name: 'severity',
  group: 'metadata',
  summary: 'How grave a match is: EMERGENCY (0), ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFO, DEBUG (7).',
  example: `SecRule ARGS "@contains xp_cmdshell" "id:100004,phase:2,deny,severity:'CRITICAL'"`,
  argument: 'required',
  notIn: [],
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
};
