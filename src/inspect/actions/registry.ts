import { accuracy } from './accuracy.js';
import { allow } from './allow.js';
import { auditlog } from './auditlog.js';
import { block } from './block.js';
import { capture } from './capture.js';
import { chain } from './chain.js';
import { ctl } from './ctl/index.js';
import { deny } from './deny.js';
import { deprecatevar } from './deprecatevar.js';
import { drop } from './drop.js';
import { expirevar } from './expirevar.js';
import { id } from './id.js';
import { initcol } from './initcol.js';
import { log } from './log.js';
import { logdata } from './logdata.js';
import { maturity } from './maturity.js';
import { msg } from './msg.js';
import { multiMatch } from './multi-match.js';
import { noauditlog } from './noauditlog.js';
import { nolog } from './nolog.js';
import { pass } from './pass.js';
import { phase } from './phase.js';
import { redirect } from './redirect.js';
import { rev } from './rev.js';
import { sanitiseArg } from './sanitise-arg.js';
import { sanitiseMatched } from './sanitise-matched.js';
import { sanitiseMatchedBytes } from './sanitise-matched-bytes.js';
import { sanitiseRequestHeader } from './sanitise-request-header.js';
import { sanitiseResponseHeader } from './sanitise-response-header.js';
import { setenv } from './setenv.js';
import { setrsc } from './setrsc.js';
import { setsid } from './setsid.js';
import { setuid } from './setuid.js';
import { setvar } from './setvar.js';
import { severity } from './severity.js';
import { skip } from './skip.js';
import { skipAfter } from './skip-after.js';
import type { ActionSpec } from './spec.js';
import { status } from './status.js';
import { transformation } from './t.js';
import { tag } from './tag.js';
import { ver } from './ver.js';
import { xmlns } from './xmlns.js';

export { LEFT_OUT_ACTIONS, UNSUPPORTED_ACTIONS } from './unsupported.js';

const described: readonly ActionSpec[] = [
  accuracy,
  id,
  logdata,
  maturity,
  msg,
  phase,
  rev,
  severity,
  status,
  tag,
  ver,
  xmlns,
];
const decisive: readonly ActionSpec[] = [allow, block, deny, drop, pass, redirect];
const leading: readonly ActionSpec[] = [chain, skip, skipAfter];
const logged: readonly ActionSpec[] = [
  auditlog,
  log,
  noauditlog,
  nolog,
  ...sanitiseArg,
  ...sanitiseMatched,
  ...sanitiseMatchedBytes,
  ...sanitiseRequestHeader,
  ...sanitiseResponseHeader,
];
const effective: readonly ActionSpec[] = [
  capture,
  ctl,
  deprecatevar,
  expirevar,
  initcol,
  multiMatch,
  setenv,
  setrsc,
  setsid,
  setuid,
  setvar,
  transformation,
];

/** All actions by lower-case name: the one place that lists them. */
export const ACTIONS: ReadonlyMap<string, ActionSpec> = new Map(
  [...described, ...decisive, ...leading, ...logged, ...effective].map(spec => [
    spec.name.toLowerCase(),
    spec,
  ]),
);
