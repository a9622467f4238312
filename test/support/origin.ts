import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Teardown } from './folder.js';
import { Incoming, parseHead, readBody, type WireHead } from './wire.js';

/** A request as its bytes arrived at the origin. */
export interface Arrival extends WireHead {
  readonly body: Buffer;
  readonly socket: Socket;
}

export type Answer = (arrival: Arrival) => string | Buffer | null | Promise<string | Buffer | null>;

/** A plain answer with a length. */
export function ok(body = 'ok', headers: readonly string[] = []): string {
  const lines = ['HTTP/1.1 200 OK', ...headers, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** A raw TCP origin that records every request byte for byte. Null as an answer: it writes to the socket by itself. */
export class WireOrigin {
  readonly arrivals: Arrival[] = [];
  answer: Answer;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ noDelay: true }, socket => this.#accept(socket));
  /** Whether arrivals are kept. */
  records = true;

  private constructor(answer: Answer) {
    this.answer = answer;
  }

  static async start(t: Teardown, answer: Answer = () => ok()): Promise<WireOrigin> {
    const origin = new WireOrigin(answer);
    await new Promise<void>(resolve => origin.#server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => origin.stop());
    return origin;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get last(): Arrival | undefined {
    return this.arrivals.at(-1);
  }

  stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise(resolve => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    void this.#serve(socket, new Incoming(socket));
  }

  async #serve(socket: Socket, incoming: Incoming): Promise<void> {
    for (;;) {
      const bytes = await incoming.through('\r\n\r\n');
      if (bytes === null) return;
      const head = parseHead(bytes);
      const body = await readBody(incoming, head, false);
      const arrival: Arrival = { ...head, body, socket };
      if (this.records) this.arrivals.push(arrival);
      const answer = await this.answer(arrival);
      if (answer === null) return;
      socket.write(typeof answer === 'string' ? Buffer.from(answer, 'latin1') : answer);
    }
  }
}
