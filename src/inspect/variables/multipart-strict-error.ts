import type { MultipartFlags } from '../../core/index.js';
import type { Inspection } from '../inspection.js';
import { flag } from './make.js';
import type { VariableSpec } from './spec.js';

const NOT_STRICT_ERRORS: ReadonlySet<keyof MultipartFlags> = new Set(['crlfLfLines', 'unmatchedBoundary']);

function hasStrictError({ body }: Inspection): boolean {
  if (body === null || body.multipart === null) return false;
  if (body.error !== null) return true;
  const found = body.multipart;
  return (Object.keys(found) as (keyof MultipartFlags)[]).some(
    name => found[name] && !NOT_STRICT_ERRORS.has(name),
  );
}

export const multipartStrictError: VariableSpec = flag(
  'MULTIPART_STRICT_ERROR',
  'body',
  '1 when any of the MULTIPART findings or a parse error is there.',
  hasStrictError,
);
