import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { UpgradeCarrier } from './forward/index.js';
import type { ConnectionGuard } from './gateway/connection-guard.js';
import type { Offences } from './gateway/offences.js';
import type { Running } from './gateway/running.js';
import type { Environment } from './inspect/index.js';
import type { ListenHandler } from './listen/index.js';
import type { Observer } from './observe/index.js';
import type { BufferBudget } from './pipeline/budget.js';
import { Passage } from './pipeline/passage.js';
import { WebSocketPassage } from './pipeline/websocket-passage.js';

/** What all passages share. */
export interface PipelineParts {
  /** The configuration in force; a reload replaces it, requests under way keep the one they began with. */
  running: Running;
  readonly observer: Observer;
  readonly carrier: UpgradeCarrier;
  readonly environment: Environment;
  readonly budget: BufferBudget;
  readonly guard: ConnectionGuard;
  /** Counts what leads to bans. */
  readonly offences: Offences;
  readonly logger: Logger;
}

/**
 * The way of a request. Each step is a folder; this is their order:
 *
 * 1. `listen/` accepted it: its head is well-formed, and comes in here.
 * 2. `client/`: who is calling.
 * 3. `gate/`: may they come in.
 * 4. `parse/` and `inspect/`: rules on the head.
 * 5. `parse/` and `inspect/`: rules on the body.
 * 6. `decide/`: the verdict × the site's mode.
 * 7. `forward/`: to the upstream.
 * 8. `respond/`: back to the client.
 * 9. `observe/`: logs and metrics, whatever happened.
 *
 * `Passage` walks one request along it. Whatever throws on the way fails that request alone, by a policy: before and
 * in the gate it is refused, in inspection the site's `onFault` decides, after that it is answered 500.
 */
export class Pipeline implements ListenHandler {
  constructor(readonly parts: PipelineParts) {}

  connection(socket: Socket): string | (() => void) | null {
    return this.parts.guard.enter(socket.remoteAddress);
  }

  request(req: IncomingMessage, res: ServerResponse): void {
    new Passage(this.parts, req, res).start();
  }

  upgrade(req: IncomingMessage, socket: Socket, head: Buffer): void {
    new WebSocketPassage(this.parts, req, socket, head).start();
  }

  clientError(code: string, _status: number, _socket: Socket): void {
    this.parts.observer.metrics.countRejected(code);
  }
}
