import { ARGS_VARIABLES } from './args.js';
import { BODY_VARIABLES } from './body.js';
import { CONNECTION_VARIABLES } from './connection.js';
import { ENGINE_VARIABLES } from './engine.js';
import { GEO_VARIABLES } from './geo.js';
import { HEADER_VARIABLES } from './headers.js';
import { MATCHED_VARIABLES } from './matched.js';
import { MULTIPART_VARIABLES } from './multipart.js';
import { PERSISTENT_VARIABLES } from './persistent.js';
import { REQUEST_LINE_VARIABLES } from './request-line.js';
import { RESPONSE_VARIABLES } from './response.js';
import type { VariableSpec } from './spec.js';
import { TIME_VARIABLES } from './time.js';

/** All variables by upper-case name: the one place that lists them. */
export const VARIABLES: ReadonlyMap<string, VariableSpec> = new Map(
  [
    ...REQUEST_LINE_VARIABLES,
    ...ARGS_VARIABLES,
    ...HEADER_VARIABLES,
    ...BODY_VARIABLES,
    ...MULTIPART_VARIABLES,
    ...RESPONSE_VARIABLES,
    ...CONNECTION_VARIABLES,
    ...GEO_VARIABLES,
    ...TIME_VARIABLES,
    ...MATCHED_VARIABLES,
    ...PERSISTENT_VARIABLES,
    ...ENGINE_VARIABLES,
  ].map(spec => [spec.name, spec]),
);

/** @param name in upper case */
export function findVariable(name: string): VariableSpec | undefined {
  return VARIABLES.get(name);
}

/** Variables of the manual that a gateway does not have, and why: a load error that says so. */
export const UNSUPPORTED_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['FILES_TMPNAMES', 'uploads are not kept in files; use FILES_TMP_CONTENT or FILES_SIZES'],
  ['FULL_REQUEST_RAW', 'use FULL_REQUEST'],
  ...[
    'ALL',
    'COMBINED',
    'GC',
    'LOGGING',
    'PHASE1',
    'PHASE2',
    'PHASE3',
    'PHASE4',
    'PHASE5',
    'RULES',
    'SREAD',
    'SWRITE',
  ].map((name): [string, string] => [`PERF_${name}`, 'see the metrics of the gateway']),
  ['SCRIPT_FILENAME', 'the gateway does not know the scripts behind it; use REQUEST_FILENAME'],
  ['SCRIPT_BASENAME', 'the gateway does not know the scripts behind it; use REQUEST_BASENAME'],
  ['SCRIPT_GID', 'the gateway does not know the scripts behind it'],
  ['SCRIPT_GROUPNAME', 'the gateway does not know the scripts behind it'],
  ['SCRIPT_MODE', 'the gateway does not know the scripts behind it'],
  ['SCRIPT_UID', 'the gateway does not know the scripts behind it'],
  ['SCRIPT_USERNAME', 'the gateway does not know the scripts behind it'],
  ['SDBM_DELETE_ERROR', 'collections are not kept in SDBM files'],
  ['STREAM_INPUT_BODY', 'use REQUEST_BODY: bodies are forwarded exactly as inspected'],
  ['STREAM_OUTPUT_BODY', 'use RESPONSE_BODY: bodies are forwarded exactly as inspected'],
  ['STATUS', 'use RESPONSE_STATUS'],
  ['USERAGENT_IP', 'use REMOTE_ADDR'],
  ['WEBSERVER_ERROR_LOG', 'the gateway does not see the log of the site behind it'],
]);
