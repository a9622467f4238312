import { ctl } from './ctl.js';
import { DISRUPTIVE_ACTIONS } from './disruptive.js';
import { FLOW_ACTIONS } from './flow.js';
import { LOGGING_ACTIONS } from './logging.js';
import { METADATA_ACTIONS } from './metadata.js';
import { PERSISTENT_ACTIONS } from './persistent.js';
import { SANITISE_ACTIONS } from './sanitise.js';
import { setvar } from './setvar.js';
import type { ActionSpec } from './spec.js';
import { transformation } from './transformation.js';

/** All actions by lower-case name: the one place that lists them. */
export const ACTIONS: ReadonlyMap<string, ActionSpec> = new Map(
  [
    ...METADATA_ACTIONS,
    ...DISRUPTIVE_ACTIONS,
    ...FLOW_ACTIONS,
    ...LOGGING_ACTIONS,
    setvar,
    ctl,
    ...PERSISTENT_ACTIONS,
    ...SANITISE_ACTIONS,
    transformation,
  ].map(spec => [spec.name.toLowerCase(), spec]),
);

/** Actions of the manual that a gateway does not have, and why: a load error that says so. */
export const UNSUPPORTED_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['append', 'responses are forwarded as they are'],
  ['prepend', 'responses are forwarded as they are'],
  ['deprecatevar', 'not in this version; use expirevar'],
  ['exec', 'rules do not start programs'],
  ['pause', 'a paused request would hold a connection for an attacker; use the gate’s rates'],
  ['proxy', 'rules do not choose upstreams'],
  ['sanitisematchedbytes', 'use sanitiseMatched'],
  ['sanitizematchedbytes', 'use sanitiseMatched'],
  ['sanitiseresponseheader', 'response headers are not in the audit log'],
  ['sanitizeresponseheader', 'response headers are not in the audit log'],
  ['setrsc', 'use initcol:resource=KEY'],
  ['xmlns', 'XML:/* and XML://@* need no namespaces'],
]);
