const SCRIPTS = 'the gateway does not know the scripts behind it';
const METRICS = 'see the metrics of the gateway';

/** Variables of the manual that a gateway does not have, by upper-case name, and why: a load error that says so. */
export const UNSUPPORTED_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['FILES_TMPNAMES', 'uploads are not kept in files; use FILES_TMP_CONTENT or FILES_SIZES'],
  ['FULL_REQUEST_RAW', 'use FULL_REQUEST'],
  ...['ALL', 'COMBINED', 'GC', 'LOGGING', 'PHASE1', 'PHASE2', 'PHASE3', 'PHASE4', 'PHASE5'].map(
    name => [`PERF_${name}`, METRICS] as const,
  ),
  ...['RULES', 'SREAD', 'SWRITE'].map(name => [`PERF_${name}`, METRICS] as const),
  ['SCRIPT_BASENAME', `${SCRIPTS}; use REQUEST_BASENAME`],
  ['SCRIPT_FILENAME', `${SCRIPTS}; use REQUEST_FILENAME`],
  ['SCRIPT_GID', SCRIPTS],
  ['SCRIPT_GROUPNAME', SCRIPTS],
  ['SCRIPT_MODE', SCRIPTS],
  ['SCRIPT_UID', SCRIPTS],
  ['SCRIPT_USERNAME', SCRIPTS],
  ['SDBM_DELETE_ERROR', 'collections are not kept in SDBM files'],
  ['STATUS', 'use RESPONSE_STATUS'],
  ['STREAM_INPUT_BODY', 'use REQUEST_BODY: bodies are forwarded exactly as inspected'],
  ['STREAM_OUTPUT_BODY', 'use RESPONSE_BODY: bodies are forwarded exactly as inspected'],
  ['USERAGENT_IP', 'use REMOTE_ADDR'],
  ['WEBSERVER_ERROR_LOG', 'the gateway does not read error logs of the sites behind it'],
]);
