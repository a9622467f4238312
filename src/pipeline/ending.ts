import type { Outcome, RequestError, Transaction, Verdict } from '../core/index.js';
import { type Answer, answerFor, blockPage } from '../decide/index.js';
import type { SharedForwarder } from '../gateway/forwarders.js';
import { anomalyScore, type Inspection, runPhase } from '../inspect/index.js';
import type { PipelineParts } from '../pipeline.js';
import { auditContentOf } from './audit-content.js';
import { countersOf } from './counters.js';
import { asRequestError } from './faults.js';
import { outcomeOf } from './outcome.js';
import type { Responder } from './responder.js';

/** How a request ends, whichever step ends it: the gateway's own answer where one is due, then step 9, once. */
export class Ending {
  readonly #parts: PipelineParts;
  readonly #transaction: Transaction;
  readonly #responder: Responder;
  /** Bytes taken out of the budget for buffered bodies; given back at the end. */
  held: number;
  /** The upstream's forwarder, held from admission on and let go of at the end. */
  #forwarder: SharedForwarder | null;
  #finished: boolean;

  constructor(parts: PipelineParts, transaction: Transaction, responder: Responder) {
    this.#parts = parts;
    this.#transaction = transaction;
    this.#responder = responder;
    this.held = 0;
    this.#forwarder = null;
    this.#finished = false;
  }

  /** Keeps a forwarder from being closed by a reload until this request has ended. */
  hold(forwarder: SharedForwarder): void {
    forwarder.acquire();
    this.#forwarder = forwarder;
  }

  /** Answers a verdict that stands. */
  answer(verdict: Verdict, inspection: Inspection | null): void {
    if (verdict.kind === 'pass') throw new Error('there is nothing to answer to a pass');
    const outcome = outcomeOf(verdict.reason);
    const { head } = this.#transaction;
    const answer = answerFor(
      this.#transaction,
      verdict,
      head.header('accept'),
      head.header('accept-language'),
    );
    if (answer === null) {
      this.#responder.drop();
      this.finish(outcome, 0, inspection);
    } else this.#send(answer, outcome, inspection);
  }

  /** Answers what was thrown, when that is still possible. @param step the step that threw */
  fail(error: unknown, step: string, inspection: Inspection | null): void {
    if (this.#finished) {
      this.#parts.logger.error({ err: error, id: this.#transaction.id, step }, 'a finished request failed');
      return;
    }
    const fault = this.noteFault(error, step);
    if (fault.status === 0 || this.#responder.isGone) {
      this.#responder.drop();
      this.finish('aborted', 0, inspection);
      return;
    }
    try {
      const { head } = this.#transaction;
      const page = blockPage(this.#transaction, fault, head.header('accept'), head.header('accept-language'));
      this.#send(page, outcomeOfFault(fault), inspection);
    } catch (second) {
      this.#parts.logger.error({ err: second, id: this.#transaction.id }, 'a failure could not be answered');
      this.#responder.drop();
      this.finish('internal', 0, inspection);
    }
  }

  /** Ends a request that failed after it was answered. @param status that the client was sent */
  close(fault: RequestError, status: number, inspection: Inspection | null): void {
    this.noteFault(fault, 'forward');
    this.finish(fault.status === 0 ? 'aborted' : outcomeOfFault(fault), status, inspection);
  }

  noteFault(error: unknown, step: string): RequestError {
    const fault = asRequestError(error, step);
    this.#transaction.faults.push(fault);
    if (fault.source === 'gateway') {
      this.#parts.logger.error({ err: error, id: this.#transaction.id, step: fault.code }, 'a step failed');
    }
    return fault;
  }

  /** Step 9, once: phase 5, then logs and metrics. */
  finish(outcome: Outcome, status: number, inspection: Inspection | null): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#parts.budget.give(this.held);
    this.#forwarder?.release();
    const transaction = this.#transaction;
    transaction.outcome = outcome;
    transaction.status = status;
    transaction.endedAt = performance.now();
    if (inspection !== null) {
      try {
        runPhase(inspection, 5);
        transaction.score = anomalyScore(inspection);
        transaction.auditContent = auditContentOf(inspection);
      } catch (error) {
        this.noteFault(error, 'log-phase');
      }
    }
    try {
      this.#parts.offences.note(transaction, inspection === null ? null : countersOf(inspection));
    } catch (error) {
      this.noteFault(error, 'bans');
    }
    this.#parts.observer.finish(transaction);
  }

  #send(answer: Answer, outcome: Outcome, inspection: Inspection | null): void {
    this.#responder.send(answer);
    this.#transaction.bytesOut = answer.body.length;
    this.finish(outcome, answer.status, inspection);
  }
}

function outcomeOfFault(fault: RequestError): Outcome {
  if (fault.source === 'upstream') return 'failed';
  return fault.source === 'client' ? 'rejected' : 'internal';
}
