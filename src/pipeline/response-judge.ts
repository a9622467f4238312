import { PASS, type ResponseHead, type Transaction, type Verdict } from '../core/index.js';
import { decide } from '../decide/index.js';
import type { Inspection } from '../inspect/index.js';
import type { ResponseInspector } from '../respond/index.js';
import type { BufferBudget } from './budget.js';
import type { Holder } from './buffering.js';
import { RESPONSE_TOO_LARGE } from './faults.js';
import {
  inspectNoResponseBody,
  inspectResponseBody,
  inspectResponseHead,
  wantsResponseBody,
} from './response-inspection.js';

/** What the judge needs of the request's way. */
export interface ResponseScope {
  readonly transaction: Transaction;
  /** Monotonic time at which the request went to the upstream. */
  readonly dispatchedAt: number;
  readonly budget: BufferBudget;
  readonly holder: Holder;
  /** Null once inspection has failed. */
  inspection(): Inspection | null;
  /** Run rules; a fault is answered by the site's `onFault`. */
  guard(rules: () => Verdict): Verdict;
  guardAsync(rules: () => Promise<Verdict>): Promise<Verdict>;
}

/** Phases 3 and 4 of one response, and the bytes that are held back for them. */
export class ResponseJudge implements ResponseInspector {
  readonly #scope: ResponseScope;

  constructor(scope: ResponseScope) {
    this.#scope = scope;
  }

  head(head: ResponseHead): Verdict {
    const { transaction, dispatchedAt, guard } = this.#scope;
    transaction.upstreamTime = performance.now() - dispatchedAt;
    const inspection = this.#scope.inspection();
    if (inspection === null) return PASS;
    const third = decide(
      transaction,
      guard(() => inspectResponseHead(inspection, head)),
    );
    if (third !== PASS || wantsResponseBody(inspection, head)) return third;
    return decide(
      transaction,
      guard(() => inspectNoResponseBody(inspection)),
    );
  }

  holds(head: ResponseHead): number | null {
    const inspection = this.#scope.inspection();
    if (inspection === null || !wantsResponseBody(inspection, head)) return null;
    return inspection.responseBodyLimit;
  }

  mayKeep(bytes: number): boolean {
    const { budget, holder } = this.#scope;
    if (!budget.take(bytes)) return false;
    holder.held += bytes;
    return true;
  }

  async body(head: ResponseHead, body: Buffer, complete: boolean): Promise<Verdict> {
    const { transaction, guardAsync } = this.#scope;
    const inspection = this.#scope.inspection();
    if (inspection === null) return PASS;
    inspection.responseTruncated = !complete;
    if (!complete) {
      if (inspection.plan.settings.responseBodyLimitAction === 'reject' && transaction.mode === 'block') {
        return decide(transaction, RESPONSE_TOO_LARGE);
      }
      transaction.uninspected.push('response-over-limit');
    }
    return decide(transaction, await guardAsync(() => inspectResponseBody(inspection, head, body, complete)));
  }
}
