import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type HeaderRules,
  PASS,
  type RequestError,
  type ResponseHead,
  type Transaction,
  type UninspectedReason,
  type UpstreamSink,
  type Verdict,
} from '../core/index.js';
import { decide } from '../decide/index.js';
import type { RequestBody } from '../forward/index.js';
import type { SharedForwarder } from '../gateway/forwarders.js';
import type { RunningSite } from '../gateway/running.js';
import { type Inspection, runPhase } from '../inspect/index.js';
import { admitBody } from '../listen/index.js';
import type { NormalisedPath } from '../parse/index.js';
import type { PipelineParts } from '../pipeline.js';
import { InspectingSink, type ResponseHooks, type ResponseObserver, ResponseSink } from '../respond/index.js';
import { admit } from './admission.js';
import { bodyLimitOf, bufferBody, rejectsLargeBodies } from './buffering.js';
import { Ending } from './ending.js';
import { BODY_TOO_LARGE, faultVerdict, OVERLOADED } from './faults.js';
import { forwardedInfo } from './forwarded-info.js';
import { type Framing, framingOf } from './framing.js';
import { beginTransaction } from './record.js';
import { beginInspection, inspectBody, inspectNoBody } from './request-inspection.js';
import { HttpResponder } from './responder.js';
import { mayHoldResponses, readsResponses } from './response-inspection.js';
import { ResponseJudge } from './response-judge.js';
import { forwarderFor } from './route.js';

/** Walks one request along the steps. Everything that belongs to the request is here, nothing is shared or reused. */
export class Passage implements ResponseHooks, ResponseObserver {
  readonly #parts: PipelineParts;
  readonly #running: PipelineParts['running'];
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  readonly #transaction: Transaction;
  readonly #ending: Ending;
  #site: RunningSite | null;
  #forwarder: SharedForwarder | null;
  #inspection: Inspection | null;
  /** The step that runs now: the code of a fault. */
  #step: string;
  #dispatchedAt: number;

  constructor(parts: PipelineParts, req: IncomingMessage, res: ServerResponse) {
    this.#parts = parts;
    this.#running = parts.running;
    this.#req = req;
    this.#res = res;
    this.#transaction = beginTransaction(req, req.socket);
    this.#ending = new Ending(parts, this.#transaction, new HttpResponder(req, res));
    this.#site = null;
    this.#forwarder = null;
    this.#inspection = null;
    this.#step = 'client';
    this.#dispatchedAt = 0;
  }

  /** Steps 2 and 3, then the rest. */
  start(): void {
    try {
      const { socket } = this.#req;
      const admission = admit(this.#running, this.#transaction, socket.remoteAddress, socket.remotePort ?? 0);
      this.#step = 'gate';
      if (this.#stopped(admission.verdict) || admission.site === null) return;
      this.#site = admission.site;
      this.#forwarder = forwarderFor(admission.site, admission.path.path);
      this.#ending.hold(this.#forwarder);
      this.#inspectHead(admission.site, admission.path);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Step 4. */
  #inspectHead(site: RunningSite, path: NormalisedPath): void {
    const transaction = this.#transaction;
    const framing = framingOf(transaction.head);
    if (transaction.mode === 'off') {
      this.#stream(site, framing, 'mode-off');
      return;
    }
    transaction.inspected = true;
    const verdict = this.#guard(() => {
      this.#inspection = beginInspection(site, transaction, path, this.#parts.environment);
      return runPhase(this.#inspection, 1);
    });
    if (this.#stopped(verdict)) return;
    const inspection = this.#inspection;
    if (inspection === null) this.#stream(site, framing, null);
    else if (inspection.enforcement === 'off') this.#stream(site, framing, 'mode-off');
    else if (!framing.hasBody || !inspection.bodyAccess) {
      if (this.#stopped(this.#guard(() => inspectNoBody(inspection)))) return;
      this.#stream(site, framing, framing.hasBody ? 'body-access-off' : null);
    } else {
      this.#inspectBody(site, inspection, framing).catch(error => this.#fail(error));
    }
  }

  /** Step 5. */
  async #inspectBody(site: RunningSite, inspection: Inspection, framing: Framing): Promise<void> {
    const transaction = this.#transaction;
    const limit = bodyLimitOf(site, inspection);
    // What is beyond the limit and not refused goes on uninspected and is counted.
    const rejects = rejectsLargeBodies(site, inspection);
    if (rejects && framing.length !== null && framing.length > limit) {
      this.#stopped(BODY_TOO_LARGE);
      return;
    }
    this.#step = 'body';
    const { limits } = this.#running.config;
    const body = await bufferBody(
      this.#req,
      this.#res,
      framing,
      limit,
      limits,
      this.#parts.budget,
      this.#ending,
    );
    if (body === null) {
      this.#stopped(OVERLOADED);
      return;
    }
    transaction.bytesIn = body.size;
    if (!body.complete && rejects) {
      this.#stopped(BODY_TOO_LARGE);
      return;
    }
    inspection.bodyTruncated = !body.complete;
    const bytes = body.chunks.length === 1 ? body.chunks[0] : Buffer.concat(body.chunks);
    const verdict = await this.#guardAsync(() => inspectBody(site, inspection, bytes.subarray(0, limit)));
    if (this.#stopped(verdict)) return;
    if (inspection.body !== null && inspection.body.error !== null) {
      // No rule stopped it (REQBODY_ERROR): rules may not have seen its parts as the upstream will.
      transaction.uninspected.push('body-malformed');
    } else if (inspection.bodyProcessor === '' && bytes.length > 0) {
      // Rules may have looked at REQUEST_BODY as a whole; no argument of it was seen.
      transaction.uninspected.push('body-type');
      transaction.bytesUninspected += Math.min(bytes.length, limit);
    }
    if (body.complete) {
      this.#countTrailers();
      this.#forward(site, body.chunks);
      return;
    }
    transaction.uninspected.push('body-over-limit');
    transaction.bytesUninspected += Math.max(0, body.size - limit);
    this.#countStreamed();
    this.#forward(site, { prefix: body.chunks, rest: this.#req });
  }

  /** Sends the body, if there is one, on as it comes. @param reason why it is not inspected; null: counted already */
  #stream(site: RunningSite, framing: Framing, reason: UninspectedReason | null): void {
    if (reason !== null) this.#transaction.uninspected.push(reason);
    if (framing.hasBody) {
      admitBody(this.#req, this.#res);
      this.#countStreamed();
      this.#forward(site, this.#req);
    } else this.#forward(site, null);
  }

  #countStreamed(): void {
    const transaction = this.#transaction;
    // Paused first: a listener for data would otherwise start the flow before the forwarder is there to take it.
    this.#req.pause();
    this.#req.on('data', (chunk: Buffer) => {
      transaction.bytesIn += chunk.length;
      transaction.bytesUninspected += chunk.length;
    });
    this.#req.once('end', () => this.#countTrailers());
  }

  /** Request trailers are not passed on, as RFC 9110 section 6.5.1 allows: not in silence. */
  #countTrailers(): void {
    if (this.#req.rawTrailers.length > 0) this.#parts.observer.metrics.countDroppedTrailers();
  }

  /** Step 7; step 8 is the sink's. */
  #forward(site: RunningSite, body: RequestBody): void {
    this.#step = 'forward';
    this.#dispatchedAt = performance.now();
    const info = forwardedInfo(this.#running, this.#transaction);
    this.#forwarder?.forward(this.#transaction.head, info, body, this.#sink(site.site.responseHeaders));
  }

  /** Step 8: the response head came, nothing of it was sent yet. */
  head(response: ResponseHead): Verdict {
    const inspection = this.#inspection;
    if (inspection !== null && readsResponses(inspection.plan)) return this.#responseJudge().head(response);
    this.#transaction.upstreamTime = performance.now() - this.#dispatchedAt;
    return PASS;
  }

  /** The response's sink: one that holds bodies back only where rules may want to look at them. */
  #sink(rules: HeaderRules | null): UpstreamSink {
    const inspection = this.#inspection;
    if (inspection === null || !mayHoldResponses(inspection))
      return new ResponseSink(this.#res, this, this, rules);
    return new InspectingSink(new ResponseSink(this.#res, this, null, rules), this.#responseJudge());
  }

  #responseJudge(): ResponseJudge {
    return new ResponseJudge({
      transaction: this.#transaction,
      dispatchedAt: this.#dispatchedAt,
      budget: this.#parts.budget,
      holder: this.#ending,
      inspection: () => this.#inspection,
      guard: rules => this.#guard(rules),
      guardAsync: rules => this.#guardAsync(rules),
    });
  }

  responseComplete(sink: ResponseSink): void {
    this.#transaction.bytesOut = sink.bytesOut;
    this.#ending.finish('forwarded', sink.status, this.#inspection);
  }

  responseAborted(sink: ResponseSink): void {
    this.#transaction.bytesOut = sink.bytesOut;
    this.#ending.finish('aborted', sink.headSent ? sink.status : 0, this.#inspection);
  }

  responseRefused(_sink: ResponseSink, verdict: Verdict): void {
    this.#ending.answer(verdict, this.#inspection);
  }

  responseFailed(sink: ResponseSink, error: RequestError): void {
    this.#transaction.bytesOut = sink.bytesOut;
    if (!sink.headSent) {
      this.#fail(error);
      return;
    }
    this.#ending.noteFault(error, 'forward');
    this.#ending.finish(error.source === 'client' ? 'aborted' : 'failed', sink.status, this.#inspection);
  }

  /** Step 6. @returns true when the verdict stopped the request, and it was answered */
  #stopped(verdict: Verdict): boolean {
    if (verdict === PASS) return false;
    this.#step = 'decide';
    const standing = decide(this.#transaction, verdict);
    if (standing === PASS) return false;
    this.#ending.answer(standing, this.#inspection);
    return true;
  }

  /** Runs rules and keeps the time; a fault is answered by the site's `onFault`. */
  #guard(rules: () => Verdict): Verdict {
    this.#step = 'inspect';
    const started = performance.now();
    try {
      return rules();
    } catch (error) {
      return this.#inspectionFault(error);
    } finally {
      this.#transaction.inspectionTime += performance.now() - started;
    }
  }

  async #guardAsync(rules: () => Promise<Verdict>): Promise<Verdict> {
    this.#step = 'inspect';
    const started = performance.now();
    try {
      return await rules();
    } catch (error) {
      return this.#inspectionFault(error);
    } finally {
      this.#transaction.inspectionTime += performance.now() - started;
    }
  }

  #inspectionFault(error: unknown): Verdict {
    this.#ending.noteFault(error, 'inspect');
    this.#inspection = null;
    const verdict = faultVerdict(this.#site);
    if (verdict === PASS || this.#transaction.mode !== 'block')
      this.#transaction.uninspected.push('fault-passed');
    return verdict;
  }

  #fail(error: unknown): void {
    this.#ending.fail(error, this.#step, this.#inspection);
  }
}
