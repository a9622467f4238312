import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from '../decide/index.js';
import { sendAnswer, sendRawAnswer } from '../respond/index.js';

/** How the gateway answers by itself: a response, or a bare socket for a WebSocket handshake. */
export interface Responder {
  /** True when nobody is there any more to be answered. */
  readonly isGone: boolean;
  send(answer: Answer): void;
  /** Closes the connection without an answer. */
  drop(): void;
}

export class HttpResponder implements Responder {
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;

  constructor(req: IncomingMessage, res: ServerResponse) {
    this.#req = req;
    this.#res = res;
  }

  get isGone(): boolean {
    return this.#res.destroyed;
  }

  send(answer: Answer): void {
    sendAnswer(this.#res, answer.status, fieldsOf(answer), answer.body);
  }

  drop(): void {
    this.#req.socket.destroy();
  }
}

export class SocketResponder implements Responder {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  get isGone(): boolean {
    return this.#socket.destroyed;
  }

  send(answer: Answer): void {
    sendRawAnswer(this.#socket, answer.status, fieldsOf(answer), answer.body);
  }

  drop(): void {
    this.#socket.destroy();
  }
}

/** Name, value, …; Content-Length is the sender's to add. */
function fieldsOf(answer: Answer): string[] {
  const fields: string[] = [];
  for (const [name, value] of Object.entries(answer.headers)) {
    if (name !== 'content-length') fields.push(name, value);
  }
  return fields;
}
