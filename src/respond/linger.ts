import type { IncomingMessage } from 'node:http';
import { declaresBody } from '../core/index.js';

/** Bounds on reading what a client still sends after it was answered. */
const BYTES = 33_554_432;
const TOTAL = 10_000;
const IDLE = 2_000;

/** True when the request announces a body of which the end has not come in. */
export function hasUnread(req: IncomingMessage): boolean {
  return !req.complete && declaresBody(req.headers);
}

/**
 * Reads and forgets the rest of a request's body, so that closing the connection does not reset it while the client is
 * still sending: a reset makes the client lose the answer it has not read yet (RFC 9112 section 9.6).
 * @param done called once: true when the body ended, false when the client was too slow or too long or went away
 */
export function discardBody(req: IncomingMessage, done: (ended: boolean) => void): void {
  let bytes = 0;
  const deadline = performance.now() + TOTAL;
  const timer = setTimeout(() => finish(false), IDLE);
  const finish = (ended: boolean): void => {
    clearTimeout(timer);
    req.off('data', onData).off('end', onEnd).off('close', onClose);
    done(ended);
  };
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes > BYTES || performance.now() > deadline) finish(false);
    else timer.refresh();
  };
  const onEnd = (): void => finish(true);
  const onClose = (): void => finish(req.complete);
  req.on('error', ignore);
  if (req.destroyed || req.readableEnded) {
    finish(req.readableEnded);
    return;
  }
  req.on('data', onData).on('end', onEnd).on('close', onClose).resume();
}

function ignore(): void {}
