import type { Inspection } from '../inspection.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

/** As in ModSecurity v2: otherwise the element and attribute names of every document would be matched as values. */
function isShownAsXml({ body, forceBodyVariable }: Inspection): boolean {
  return body !== null && body.xml !== null && body.error === null && !forceBodyVariable;
}

export const requestBody: VariableSpec = scalar(
  'REQUEST_BODY',
  'body',
  'The request body as received. Of an XML body that was taken apart it has nothing (look at XML:/* and XML://@*) ' +
    'unless ctl:forceRequestBodyVariable=On.',
  inspection => (isShownAsXml(inspection) ? null : inspection.bodyText),
);
