import { didYouMean } from '../../../core/index.js';
import { ActionError, type ActionSpec } from '../spec.js';
import { auditEngine } from './audit-engine.js';
import { auditLogParts } from './audit-log-parts.js';
import { debugLogLevel } from './debug-log-level.js';
import { forceRequestBodyVariable } from './force-request-body-variable.js';
import { parseXmlIntoArgs } from './parse-xml-into-args.js';
import { requestBodyAccess } from './request-body-access.js';
import { requestBodyLimit } from './request-body-limit.js';
import { requestBodyProcessor } from './request-body-processor.js';
import { responseBodyAccess } from './response-body-access.js';
import { responseBodyLimit } from './response-body-limit.js';
import { ruleEngine } from './rule-engine.js';
import { ruleRemoveById } from './rule-remove-by-id.js';
import { ruleRemoveByMsg } from './rule-remove-by-msg.js';
import { ruleRemoveByTag } from './rule-remove-by-tag.js';
import { ruleRemoveTargetById } from './rule-remove-target-by-id.js';
import { ruleRemoveTargetByMsg } from './rule-remove-target-by-msg.js';
import { ruleRemoveTargetByTag } from './rule-remove-target-by-tag.js';
import type { CtlOption } from './spec.js';
import { LEFT_OUT_CTL } from './unsupported.js';

export { LEFT_OUT_CTL } from './unsupported.js';

/** All options of `ctl`, by lower-case name. */
export const CTL_OPTIONS: ReadonlyMap<string, CtlOption> = new Map(
  [
    auditEngine,
    auditLogParts,
    debugLogLevel,
    forceRequestBodyVariable,
    parseXmlIntoArgs,
    requestBodyAccess,
    requestBodyLimit,
    requestBodyProcessor,
    responseBodyAccess,
    responseBodyLimit,
    ruleEngine,
    ruleRemoveById,
    ruleRemoveByMsg,
    ruleRemoveByTag,
    ruleRemoveTargetById,
    ruleRemoveTargetByMsg,
    ruleRemoveTargetByTag,
  ].map(option => [option.name.toLowerCase(), option]),
);

export const ctl: ActionSpec = {
  name: 'ctl',
  group: 'non-disruptive',
  summary: 'Changes the engine for this transaction; the table of its options says how.',
  example:
    'SecRule REQUEST_URI "@beginsWith /api/" "id:100060,phase:1,pass,nolog,ctl:ruleRemoveTargetById=942100;ARGS:q"',
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    const equals = argument.indexOf('=');
    const name = (equals < 0 ? argument : argument.slice(0, equals)).trim();
    const option = CTL_OPTIONS.get(name.toLowerCase());
    if (option === undefined) throw unknown(name);
    if (equals < 0) throw new ActionError(`ctl:${argument}`, `write ctl:${option.name}=VALUE`);
    draft.effects.push(option.compile(argument.slice(equals + 1).trim()));
    if (option.caution !== undefined) draft.cautions.push(option.caution);
  },
};

function unknown(name: string): ActionError {
  const leftOut = LEFT_OUT_CTL.find(option => option.name.toLowerCase() === name.toLowerCase());
  if (leftOut !== undefined) return new ActionError(`ctl:${name} is not supported`, leftOut.reason);
  const known = Array.from(CTL_OPTIONS.values(), option => option.name);
  return new ActionError(
    `unknown option ctl:${name}`,
    didYouMean(name, known) || 'write an option of the manual, e.g. ctl:ruleRemoveById=942100',
  );
}
