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

export { UNSUPPORTED_VARIABLES } from './unsupported.js';

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
