import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** Takes requests from the round's list and counts what comes back. */
export interface Round {
  /** The next request, or null when there is none left. */
  next(): Buffer | null;
  answered(status: number): void;
  /** Nothing more will come of this connection in this round. */
  done(error: Error | null): void;
}

/**
 * A kept-alive connection that sends one request after the other, and stays open from round to round. It reads as little
 * of the answers as can be.
 */
export class LoadConnection {
  #socket: Socket | null = null;
  #round: Round | null = null;
  #pending: Buffer | null = null;
  /** Bytes of the body that are still to come; -1 while a head is awaited. */
  #missing = -1;

  constructor(readonly port: number) {}

  /** One round after the other, never two at once. */
  start(round: Round): void {
    this.#round = round;
    if (this.#socket === null) this.#connect();
    else this.#send();
  }

  #connect(): void {
    this.#pending = null;
    this.#missing = -1;
    this.#socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true })
      .on('connect', () => this.#send())
      .on('data', chunk => this.#read(chunk))
      .on('error', error => this.#finish(error))
      .on('close', () => {
        this.#socket = null;
        this.#finish(new Error('the connection was closed before its last answer'));
      });
  }

  #send(): void {
    const request = this.#round?.next() ?? null;
    if (request === null) this.#finish(null);
    else this.#socket?.write(request);
  }

  #finish(error: Error | null): void {
    const round = this.#round;
    this.#round = null;
    round?.done(error);
  }

  #read(chunk: Buffer): void {
    if (this.#missing >= 0) {
      this.#take(chunk.length);
      return;
    }
    const bytes = this.#pending === null ? chunk : Buffer.concat([this.#pending, chunk]);
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      this.#pending = bytes;
      return;
    }
    this.#pending = null;
    const head = bytes.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length === null) {
      this.#finish(new Error(`an answer without Content-Length: ${head.slice(0, 200)}`));
      return;
    }
    this.#missing = Number(length[1]);
    this.#round?.answered(Number(head.slice(9, 12)));
    this.#take(bytes.length - end - 4);
  }

  #take(bytes: number): void {
    this.#missing -= bytes;
    if (this.#missing > 0) return;
    this.#missing = -1;
    this.#send();
  }
}
