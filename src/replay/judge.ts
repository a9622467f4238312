import { PASS, type ResponseHead, Transaction, type Verdict } from '../core/index.js';
import { decide } from '../decide/index.js';
import type { Running, RunningSite } from '../gateway/running.js';
import { anomalyScore, type Environment, type Inspection, runPhase, type Trace } from '../inspect/index.js';
import { newRequestId } from '../observe/index.js';
import { admit } from '../pipeline/admission.js';
import { auditContentOf } from '../pipeline/audit-content.js';
import { bodyLimitOf, rejectsLargeBodies } from '../pipeline/buffering.js';
import { BODY_TOO_LARGE, RESPONSE_TOO_LARGE } from '../pipeline/faults.js';
import { beginInspection, inspectBody, inspectNoBody } from '../pipeline/request-inspection.js';
import {
  inspectNoResponseBody,
  inspectResponseBody,
  inspectResponseHead,
  wantsResponseBody,
} from '../pipeline/response-inspection.js';
import type { RawRequest } from './raw-request.js';

/** What the gateway would have said to a request. */
export interface Judgement {
  readonly transaction: Transaction;
  /** The verdict that stands after the site's mode. */
  readonly verdict: Verdict;
  /** Null when the gate refused, or the mode is off. */
  readonly inspection: Inspection | null;
}

export interface JudgeOptions {
  readonly running: Running;
  readonly environment: Environment;
  /** Address the request is said to come from. Default 127.0.0.1. */
  readonly peer?: string;
  /** Told of every match. */
  readonly trace?: Trace;
  /** True for the engine without prefilter. Default false. */
  readonly isPlain?: boolean;
  /** A response to run phases 3 and 4 on. */
  readonly response?: { readonly head: ResponseHead; readonly body: Buffer };
}

/** Sends a request through the same steps as the gateway does, without sockets and without forwarding it. */
export async function judge(request: RawRequest, options: JudgeOptions): Promise<Judgement> {
  const { running } = options;
  const transaction = new Transaction(
    newRequestId(),
    request.head,
    Date.now(),
    performance.now(),
    false,
    '127.0.0.1',
    80,
  );
  const admission = admit(running, transaction, options.peer ?? '127.0.0.1', 0);
  const refused = decide(transaction, admission.verdict);
  if (refused !== PASS || admission.site === null || transaction.mode === 'off') {
    return { transaction, verdict: refused, inspection: null };
  }
  transaction.inspected = true;
  const inspection = beginInspection(
    admission.site,
    transaction,
    admission.path,
    options.environment,
    options.isPlain,
  );
  inspection.trace = options.trace ?? null;
  const verdict = await phases(admission.site, inspection, request, options);
  runPhase(inspection, 5);
  transaction.score = anomalyScore(inspection);
  transaction.auditContent = auditContentOf(inspection);
  return { transaction, verdict, inspection };
}

async function phases(
  site: RunningSite,
  inspection: Inspection,
  request: RawRequest,
  options: JudgeOptions,
): Promise<Verdict> {
  const { transaction } = inspection;
  const head = decide(transaction, runPhase(inspection, 1));
  if (head !== PASS) return head;
  const standing = decide(transaction, await requestBody(site, inspection, request.body));
  if (standing !== PASS || options.response === undefined) return standing;
  return response(inspection, options.response.head, options.response.body);
}

async function requestBody(site: RunningSite, inspection: Inspection, body: Buffer): Promise<Verdict> {
  if (inspection.enforcement === 'off') return PASS;
  if (body.length === 0 || !inspection.bodyAccess) return inspectNoBody(inspection);
  const limit = bodyLimitOf(site, inspection);
  inspection.bodyTruncated = body.length > limit;
  if (inspection.bodyTruncated && rejectsLargeBodies(site, inspection)) return BODY_TOO_LARGE;
  return inspectBody(site, inspection, body.subarray(0, limit));
}

async function response(inspection: Inspection, head: ResponseHead, body: Buffer): Promise<Verdict> {
  const { transaction } = inspection;
  const third = decide(transaction, inspectResponseHead(inspection, head));
  if (third !== PASS) return third;
  if (!wantsResponseBody(inspection, head)) return decide(transaction, inspectNoResponseBody(inspection));
  const inspected = body.subarray(0, inspection.responseBodyLimit);
  const complete = inspected.length === body.length;
  inspection.responseTruncated = !complete;
  const { responseBodyLimitAction } = inspection.plan.settings;
  if (!complete && responseBodyLimitAction === 'reject' && transaction.mode === 'block') {
    return decide(transaction, RESPONSE_TOO_LARGE);
  }
  return decide(transaction, await inspectResponseBody(inspection, head, inspected, complete));
}
