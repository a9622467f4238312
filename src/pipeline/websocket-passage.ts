import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { PASS, type Transaction, type Verdict } from '../core/index.js';
import { decide } from '../decide/index.js';
import type { Carriage } from '../forward/index.js';
import { type Inspection, runPhase } from '../inspect/index.js';
import type { PipelineParts } from '../pipeline.js';
import { admit } from './admission.js';
import { Ending } from './ending.js';
import { faultVerdict, TOO_MANY_WEBSOCKETS } from './faults.js';
import { forwardedInfo } from './forwarded-info.js';
import { beginTransaction } from './record.js';
import { beginInspection } from './request-inspection.js';
import { SocketResponder } from './responder.js';
import { forwarderFor } from './route.js';

/**
 * Walks a WebSocket handshake along the steps. It is a request without a body: gate, phases 1 and 2; what follows on
 * the connection is passed on uninspected, and counted.
 */
export class WebSocketPassage {
  readonly #parts: PipelineParts;
  readonly #req: IncomingMessage;
  readonly #socket: Socket;
  readonly #head: Buffer;
  readonly #transaction: Transaction;
  readonly #ending: Ending;
  #inspection: Inspection | null;
  #step: string;

  constructor(parts: PipelineParts, req: IncomingMessage, socket: Socket, head: Buffer) {
    this.#parts = parts;
    this.#req = req;
    this.#socket = socket;
    this.#head = head;
    this.#transaction = beginTransaction(req, socket);
    this.#ending = new Ending(parts, this.#transaction, new SocketResponder(socket));
    this.#inspection = null;
    this.#step = 'client';
  }

  start(): void {
    try {
      const verdict = this.#walk();
      if (verdict !== PASS) this.#ending.answer(verdict, this.#inspection);
    } catch (error) {
      this.#ending.fail(error, this.#step, this.#inspection);
    }
  }

  /** @returns the verdict that stands; after a pass the WebSocket is carried */
  #walk(): Verdict {
    const { running } = this.#parts;
    const transaction = this.#transaction;
    const { remoteAddress, remotePort } = this.#socket;
    const { verdict, site, path } = admit(running, transaction, remoteAddress, remotePort ?? 0);
    this.#step = 'gate';
    const admitted = decide(transaction, verdict);
    if (admitted !== PASS || site === null) return admitted;
    if (transaction.mode === 'off') transaction.uninspected.push('mode-off');
    else {
      this.#step = 'inspect';
      transaction.inspected = true;
      const inspected = decide(
        transaction,
        this.#inspect(() => {
          const inspection = beginInspection(site, transaction, path, this.#parts.environment);
          this.#inspection = inspection;
          const head = runPhase(inspection, 1);
          return head === PASS ? runPhase(inspection, 2) : head;
        }, site),
      );
      if (inspected !== PASS) return inspected;
    }
    this.#step = 'forward';
    const info = forwardedInfo(running, transaction);
    const forwarder = forwarderFor(site, path.path);
    const target = forwarder.choose(transaction.head, info);
    this.#ending.hold(forwarder);
    const carriage = this.#parts.carrier.carry(this.#req, this.#socket, this.#head, target, info);
    if (carriage === null) return decide(transaction, TOO_MANY_WEBSOCKETS);
    this.#watch(carriage);
    return PASS;
  }

  #inspect(rules: () => Verdict, site: Parameters<typeof faultVerdict>[0]): Verdict {
    const started = performance.now();
    try {
      return rules();
    } catch (error) {
      this.#ending.noteFault(error, 'inspect');
      this.#inspection = null;
      const verdict = faultVerdict(site);
      if (verdict === PASS || this.#transaction.mode !== 'block')
        this.#transaction.uninspected.push('fault-passed');
      return verdict;
    } finally {
      this.#transaction.inspectionTime += performance.now() - started;
    }
  }

  /** The record ends with the connection, as its line in the log tells how much it carried. */
  #watch(carriage: Carriage): void {
    const transaction = this.#transaction;
    const socket = this.#socket;
    const before = socket.bytesRead - this.#head.length;
    socket.once('close', () => {
      transaction.bytesIn = socket.bytesRead - before;
      transaction.bytesOut = socket.bytesWritten;
      const { failure } = carriage;
      if (failure === null) {
        transaction.uninspected.push('websocket');
        transaction.bytesUninspected = transaction.bytesIn;
        this.#ending.finish('forwarded', 101, this.#inspection);
      } else this.#ending.close(failure, failure.code === 'not-forwardable' ? 400 : 101, this.#inspection);
    });
  }
}
