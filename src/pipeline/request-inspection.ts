import { PASS, type ParsedBody, type Transaction, type Verdict } from '../core/index.js';
import type { RunningSite } from '../gateway/running.js';
import { applySiteExclusions, type Environment, Inspection, runPhase } from '../inspect/index.js';
import {
  ContentError,
  chooseBodyProcessor,
  decodeContent,
  type NormalisedPath,
  parseBody,
  parseHead,
} from '../parse/index.js';
import { rejectsLargeBodies } from './buffering.js';
import { BODY_TOO_LARGE } from './faults.js';

/** A compressed body may grow to this many times its size, and to the site's body limit, when it is decoded. */
const MOST_EXPANSION = 200;

/**
 * Takes the head apart and sets an inspection up, before its first rule.
 * @param isPlain true for the engine without prefilter, the reference of the filtered one
 */
export function beginInspection(
  site: RunningSite,
  transaction: Transaction,
  path: NormalisedPath,
  environment: Environment,
  isPlain = false,
): Inspection {
  const head = parseHead(transaction.head, site.parseLimits);
  const inspection = new Inspection({
    plan: site.plan,
    transaction,
    head,
    enforcement: transaction.mode,
    environment,
    presets: site.presets,
    mayTighten: site.mayTighten,
    isPlain,
  });
  inspection.bodyProcessor = chooseBodyProcessor(head.mediaType);
  if (site.exclusions.length > 0) applySiteExclusions(inspection, site.exclusions, path.path, path.ambiguous);
  return inspection;
}

/** Phase 2 of a request without a body. */
export function inspectNoBody(inspection: Inspection): Verdict {
  return runPhase(inspection, 2);
}

/**
 * Decodes, parses and inspects a body (phase 2).
 * @param received the bytes as they came, which is how they are forwarded
 */
export async function inspectBody(
  site: RunningSite,
  inspection: Inspection,
  received: Buffer,
): Promise<Verdict> {
  const encodings = inspection.transaction.head.headers('content-encoding').join(',');
  if (encodings === '') {
    inspection.setBody(received, parse(site, inspection, received));
  } else {
    const verdict = await setDecodedBody(site, inspection, received, encodings);
    if (verdict !== PASS) return verdict;
  }
  if (isOverFieldsLimit(site, inspection)) {
    inspection.bodyTruncated = true;
    if (rejectsLargeBodies(site, inspection)) return BODY_TOO_LARGE;
  }
  return runPhase(inspection, 2);
}

/** What SecRequestBodyNoFilesLimit says of a multipart body: its files do not count. */
function isOverFieldsLimit({ plan }: RunningSite, { body, rawBody }: Inspection): boolean {
  const limit = plan.settings.requestBodyNoFilesLimit;
  if (limit === null || body === null || rawBody === null || body.processor !== 'MULTIPART') return false;
  return rawBody.length - body.files.reduce((sum, file) => sum + file.size, 0) > limit;
}

/** @returns a verdict other than pass for a body that grows over the limit where such bodies are refused */
async function setDecodedBody(
  site: RunningSite,
  inspection: Inspection,
  received: Buffer,
  encodings: string,
): Promise<Verdict> {
  const limits = { maxRatio: MOST_EXPANSION, maxBytes: Math.max(site.site.bodyLimit, received.length) };
  let decoded: Buffer;
  try {
    decoded = await decodeContent(encodings, received, limits);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    if (error.isTooLarge) inspection.bodyTruncated = true;
    setUnreadableBody(site, inspection, received, error);
    return error.isTooLarge && site.site.overBodyLimit === 'reject' && inspection.transaction.mode === 'block'
      ? BODY_TOO_LARGE
      : PASS;
  }
  inspection.setBody(decoded, parse(site, inspection, decoded));
  return PASS;
}

/**
 * Rules decide what becomes of a body that cannot be decoded (REQBODY_ERROR is set). They see arguments of what could be,
 * and of the bytes as they came: an upstream that does not decode bodies at all reads those.
 */
function setUnreadableBody(
  site: RunningSite,
  inspection: Inspection,
  received: Buffer,
  { partial, message }: ContentError,
): void {
  const raw = parse(site, inspection, received);
  if (partial.length === 0) {
    inspection.setBody(received, { ...raw, error: message });
    return;
  }
  const decoded = parse(site, inspection, partial);
  inspection.setBody(partial, { ...decoded, args: [...decoded.args, ...raw.args], error: message });
}

function parse(site: RunningSite, inspection: Inspection, body: Buffer): ParsedBody {
  const contentType = inspection.transaction.head.headers('content-type').join(', ');
  return parseBody(
    inspection.bodyProcessor,
    body,
    contentType,
    site.parseLimits,
    inspection.head.args.length,
    inspection.xmlIntoArgs,
  );
}
