import { PASS, type Reason, type Transaction, type Verdict } from '../core/index.js';

/**
 * Verdicts that the site's mode governs: what a rule said, and a fault while rules ran. Everything else (the gate, the
 * protocol, limits, unknown hosts) is enforced in every mode, `detect` and `off` included.
 */
const BY_MODE: ReadonlySet<Reason> = new Set<Reason>(['rule', 'fault']);

/**
 * Turns a step's verdict into what is done about it, and writes it into the record.
 *
 * - `block`: the verdict stands.
 * - `detect`: a rule's verdict is recorded (`verdict`, `detectedOnly`) and the request goes on. The first one is kept:
 *   it is the one that would have ended the request.
 * - `off`: a rule's verdict is neither recorded nor acted on.
 *
 * @returns the verdict to act on: `PASS`, or the same object
 */
export function decide(transaction: Transaction, verdict: Verdict): Verdict {
  if (verdict.kind === 'pass') return PASS;
  if (transaction.mode === 'block' || !BY_MODE.has(verdict.reason)) {
    transaction.verdict = verdict;
    transaction.detectedOnly = false;
    return verdict;
  }
  if (transaction.mode === 'detect' && transaction.verdict.kind === 'pass') {
    transaction.verdict = verdict;
    transaction.detectedOnly = true;
  }
  return PASS;
}
