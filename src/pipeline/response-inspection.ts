import {
  lowerAscii,
  PASS,
  RequestError,
  type ResponseHead,
  trimBlanks,
  type Verdict,
} from '../core/index.js';
import { type Inspection, type Plan, type Rule, runPhase } from '../inspect/index.js';
import { ContentError, decodeContent } from '../parse/index.js';

/** A compressed body may grow to this many times its size, and to the limit, when it is decoded. */
const MOST_EXPANSION = 200;

/** Phase 3. */
export function inspectResponseHead(inspection: Inspection, head: ResponseHead): Verdict {
  inspection.setResponse(head);
  return runPhase(inspection, 3);
}

/** True when rules look at responses, if only for the logs, or the audit log shows their head. */
export function readsResponses({ phases, settings }: Plan): boolean {
  if (phases[3].length > 0 || phases[4].length > 0 || phases[5].length > 0) return true;
  return settings.auditLogParts?.includes('F') === true;
}

const readers = new WeakMap<Plan, boolean>();

/** True when rules look at bodies of responses: those of phase 4, or one of phase 5 that names RESPONSE_BODY. */
export function readsResponseBodies(plan: Plan): boolean {
  let reads = readers.get(plan);
  if (reads === undefined) {
    reads = plan.phases[4].length > 0 || plan.phases[5].some(namesResponseBody);
    readers.set(plan, reads);
  }
  return reads;
}

const OF_THE_BODY: ReadonlySet<string> = new Set(['RESPONSE_BODY', 'OUTBOUND_DATA_ERROR']);

function namesResponseBody({ links, msg, logdata }: Rule): boolean {
  if ([msg, logdata].some(({ source }) => /%\{response_body\}/i.test(source))) return true;
  return links.some(
    ({ test }) => test?.targets.some(({ variable }) => OF_THE_BODY.has(variable.name)) === true,
  );
}

/** False when it is known before the response that its body is not held back: phase 3 may still switch that on. */
export function mayHoldResponses({ plan, responseBodyAccess }: Inspection): boolean {
  return readsResponseBodies(plan) && (responseBodyAccess || plan.phases[3].length > 0);
}

/**
 * True when rules may look at the body of this response: SecResponseBodyAccess is on, and SecResponseBodyMimeType
 * names its media type (an empty list names all, `(null)` a response without one).
 */
export function wantsResponseBody(inspection: Inspection, head: ResponseHead): boolean {
  const { plan, enforcement } = inspection;
  if (!inspection.responseBodyAccess || !readsResponseBodies(plan) || enforcement === 'off') return false;
  const types = plan.settings.responseBodyMimeTypes;
  return types.length === 0 || types.includes(mediaTypeOf(head) ?? '(null)');
}

/**
 * Phase 4 of a response whose body is not looked at. Like ModSecurity v2 its rules run all the same when response
 * bodies are inspected at all, so that what phase 3 summed up is evaluated; without SecResponseBodyAccess they do not.
 */
export function inspectNoResponseBody(inspection: Inspection): Verdict {
  return inspection.responseBodyAccess ? runPhase(inspection, 4) : PASS;
}

/**
 * Phase 4.
 * @param received the body as it came, at most SecResponseBodyLimit bytes of it
 * @param complete false when there is more: then of a content coding that is cut off what comes out is looked at
 */
export async function inspectResponseBody(
  inspection: Inspection,
  head: ResponseHead,
  received: Buffer,
  complete: boolean,
): Promise<Verdict> {
  const encodings = valuesOf(head, 'content-encoding').join(',');
  const isPlain = encodings === '' || received.length === 0;
  const limit = inspection.responseBodyLimit;
  inspection.setResponseBody(isPlain ? received : await decoded(encodings, received, limit, complete));
  return runPhase(inspection, 4);
}

async function decoded(
  encodings: string,
  received: Buffer,
  limit: number,
  complete: boolean,
): Promise<Buffer> {
  try {
    const limits = { maxRatio: MOST_EXPANSION, maxBytes: Math.max(limit, received.length) };
    return await decodeContent(encodings, received, limits);
  } catch (cause) {
    if (!complete)
      return cause instanceof ContentError && cause.partial.length > 0 ? cause.partial : received;
    const message = `the response body cannot be decoded: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new RequestError('upstream', 'content-encoding', 502, message, { cause });
  }
}

function mediaTypeOf(head: ResponseHead): string | null {
  const [value] = valuesOf(head, 'content-type');
  return value === undefined ? null : trimBlanks(lowerAscii(value.split(';', 1)[0]));
}

function valuesOf({ rawHeaders }: ResponseHead, lowerName: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (lowerAscii(rawHeaders[i]) === lowerName) values.push(rawHeaders[i + 1]);
  }
  return values;
}
