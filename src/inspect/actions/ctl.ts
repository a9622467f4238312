import type { BodyProcessor, Mode } from '../../core/index.js';
import { parseExclusion } from '../exclusion.js';
import type { Effect } from '../plan.js';
import type { RuleFilter } from '../removals.js';
import { ActionError, type ActionSpec, BODY_PROCESSORS, wholeNumber } from './spec.js';

const LARGEST_BODY = 1_073_741_824;

type Option = (value: string) => Effect;

function onOff(value: string): boolean {
  const lower = value.toLowerCase();
  if (lower !== 'on' && lower !== 'off') throw new ActionError(JSON.stringify(value), 'write On or Off');
  return lower === 'on';
}

const MODES = new Map<string, Mode>([
  ['on', 'block'],
  ['detectiononly', 'detect'],
  ['off', 'off'],
]);

/** Parses `942100` or `942000-942999`. @throws ActionError */
export function idRange(text: string): RuleFilter {
  const [from, to = from, more] = text.trim().split('-');
  if (more !== undefined || !/^\d{1,15}$/.test(from) || !/^\d{1,15}$/.test(to) || Number(to) < Number(from)) {
    throw new ActionError(
      `the rule id ${JSON.stringify(text)}`,
      'write an id such as 942100 or a range such as 942000-942999',
    );
  }
  return { by: 'id', from: Number(from), to: Number(to) };
}

function removeRules(filterOf: (value: string) => RuleFilter): Option {
  return value => {
    const filter = filterOf(value);
    return inspection => inspection.removals.removeRules(filter);
  };
}

function removeTarget(filterOf: (value: string) => RuleFilter): Option {
  return value => {
    const semicolon = value.indexOf(';');
    if (semicolon < 0)
      throw new ActionError(
        JSON.stringify(value),
        'write the rule, a semicolon and the variable: 942100;ARGS:name',
      );
    const filter = filterOf(value.slice(0, semicolon));
    const target = parseExclusion(value.slice(semicolon + 1).trim());
    return inspection => inspection.removals.removeTarget(filter, target);
  };
}

const byTag = (text: string): RuleFilter => ({ by: 'tag', text });
const byMsg = (text: string): RuleFilter => ({ by: 'msg', text });

const OPTIONS: ReadonlyMap<string, Option> = new Map<string, Option>([
  ['ruleremovebyid', removeRules(idRange)],
  ['ruleremovebytag', removeRules(byTag)],
  ['ruleremovebymsg', removeRules(byMsg)],
  ['ruleremovetargetbyid', removeTarget(idRange)],
  ['ruleremovetargetbytag', removeTarget(byTag)],
  ['ruleremovetargetbymsg', removeTarget(byMsg)],
  [
    'ruleengine',
    value => {
      const mode = MODES.get(value.toLowerCase());
      if (mode === undefined) throw new ActionError(`ruleEngine=${value}`, 'write On, DetectionOnly or Off');
      return inspection => {
        // A rule may loosen what the site says, not tighten it: `detect` sites stay in detection.
        if (mode !== 'block' || inspection.transaction.mode === 'block') inspection.enforcement = mode;
      };
    },
  ],
  [
    'requestbodyprocessor',
    value => {
      const processor = value.toUpperCase() as BodyProcessor;
      if (!BODY_PROCESSORS.includes(processor)) {
        throw new ActionError(`requestBodyProcessor=${value}`, `write one of ${BODY_PROCESSORS.join(', ')}`);
      }
      return inspection => {
        inspection.bodyProcessor = processor;
      };
    },
  ],
  [
    'requestbodyaccess',
    value => {
      const on = onOff(value);
      return inspection => {
        inspection.bodyAccess = on;
      };
    },
  ],
  [
    'requestbodylimit',
    value => {
      const limit = wholeNumber(value, 'the limit', 0, LARGEST_BODY);
      return inspection => {
        inspection.bodyLimit = limit;
      };
    },
  ],
  [
    'forcerequestbodyvariable',
    value => {
      const on = onOff(value);
      return inspection => {
        inspection.forceBodyVariable = on;
      };
    },
  ],
  [
    'responsebodyaccess',
    value => {
      const on = onOff(value);
      return inspection => {
        inspection.responseBodyAccess = on;
      };
    },
  ],
  [
    'responsebodylimit',
    value => {
      const limit = wholeNumber(value, 'the limit', 0, LARGEST_BODY);
      return inspection => {
        inspection.responseBodyLimit = limit;
      };
    },
  ],
  [
    'auditengine',
    value => {
      const lower = value.toLowerCase();
      if (!['on', 'off', 'relevantonly'].includes(lower)) {
        throw new ActionError(`auditEngine=${value}`, 'write On, Off or RelevantOnly');
      }
      return inspection => {
        inspection.transaction.audit = lower === 'on' ? 'always' : lower === 'off' ? 'never' : 'relevant';
      };
    },
  ],
  [
    'auditlogparts',
    value => {
      if (!/^[+-]?[A-Za-z]+$/.test(value))
        throw new ActionError(`auditLogParts=${value}`, 'write + or - and part letters');
      // The audit log of this gateway is one JSON line with all parts but bodies: there is nothing to add or leave out.
      return () => {};
    },
  ],
  [
    'debugloglevel',
    value => {
      wholeNumber(value, 'the level', 0, 9);
      return () => {};
    },
  ],
]);

export const ctl: ActionSpec = {
  name: 'ctl',
  kind: 'effect',
  summary:
    'Changes the engine for this transaction: ruleEngine, ruleRemoveById/ByTag/ByMsg, ruleRemoveTargetById/ByTag/ByMsg, ' +
    'requestBodyProcessor, requestBodyAccess, requestBodyLimit, forceRequestBodyVariable, responseBodyAccess, ' +
    'responseBodyLimit, auditEngine; auditLogParts and debugLogLevel are read and change nothing.',
  example:
    'SecRule REQUEST_URI "@beginsWith /api/" "id:100060,phase:1,pass,nolog,ctl:ruleRemoveTargetById=942100;ARGS:q"',
  argument: 'required',
  apply(draft, argument) {
    const equals = argument.indexOf('=');
    const name = equals < 0 ? argument : argument.slice(0, equals);
    const option = OPTIONS.get(name.trim().toLowerCase());
    if (option === undefined || equals < 0) {
      throw new ActionError(
        `ctl:${argument}`,
        'write ctl:option=value with an option of the manual, e.g. ctl:ruleRemoveById=942100',
      );
    }
    draft.effects.push(option(argument.slice(equals + 1).trim()));
  },
};
