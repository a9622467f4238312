import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is under way on one client connection. */
export class Connection {
  /** Requests handed over whose response is not done. */
  underWay = 0;
  /** Nothing that comes in any more is answered: the connection is about to be closed. */
  refused = false;
  /** It closes once the responses under way are done. */
  closesWhenDone = false;
  /** The request that came in last, and its response. */
  request: IncomingMessage | null = null;
  response: ServerResponse | null = null;
  /** The request whose client waits for `100 Continue` before it sends the body. */
  awaiting: IncomingMessage | null = null;
  /** Responses that wait for their turn, or did. */
  #pipelined: ServerResponse[] = [];
  #watched = false;
  readonly #leave: () => void;

  constructor(readonly socket: Socket) {
    this.#leave = () => {
      this.underWay--;
      if (this.underWay > 0) return;
      this.#pipelined = [];
      if (this.closesWhenDone) this.socket.destroySoon();
    };
  }

  enter(req: IncomingMessage, res: ServerResponse): void {
    this.underWay++;
    this.request = req;
    this.response = res;
    // A response closes once; `once` would make an object and a closure of its own for each.
    res.on('close', this.#leave);
    if (this.underWay === 1) return;
    if (!this.#watched) {
      this.#watched = true;
      this.socket.once('close', this.#closePipelined);
    }
    this.#pipelined.push(res);
  }

  /**
   * When a connection breaks, Node tells the response whose turn it is, but not those behind it: without this their
   * upstream requests would go on, and one with a large body would hold its connection for ever.
   */
  readonly #closePipelined = (): void => {
    for (const res of this.#pipelined) {
      if (res.socket !== null || res.closed) continue;
      res.destroy();
      res.emit('close');
    }
  };

  /**
   * Lets nothing more in, and closes the connection once the responses under way are done: what is wrong came behind
   * requests that were whole, and takes nothing from them.
   * @returns false, doing nothing, when there are none, or the last one is not whole
   */
  closeWhenDone(): boolean {
    if (this.underWay === 0 || this.request?.complete !== true || !this.socket.writable) return false;
    this.refused = true;
    this.closesWhenDone = true;
    this.socket.pause();
    return true;
  }

  /**
   * True when a response has told the client that the connection closes behind it: what the client sent after that
   * request is not to be processed (RFC 9112 section 9.6).
   */
  get saidClose(): boolean {
    const { response } = this;
    if (response === null) return false;
    return response.headersSent && !response.shouldKeepAlive;
  }

  /**
   * True when an answer written to the socket now would be read as the answer to what is wrong: no other response is
   * due before it, and none has begun.
   */
  get mayAnswer(): boolean {
    if (!this.socket.writable) return false;
    if (this.underWay === 0) return true;
    return (
      this.underWay === 1 &&
      this.request !== null &&
      !this.request.complete &&
      this.response !== null &&
      !this.response.headersSent
    );
  }
}

const connections = new WeakMap<Socket, Connection>();

/** The record of a connection, made at its first use. */
export function connectionOf(socket: Socket): Connection {
  let connection = connections.get(socket);
  if (connection === undefined) {
    connection = new Connection(socket);
    connections.set(socket, connection);
  }
  return connection;
}

/**
 * Sends `100 Continue` when the client waits for it; does nothing otherwise. To be called once the request is let in
 * and its body is going to be read (RFC 9110 section 10.1.1). `readBody` does it by itself.
 */
export function admitBody(req: IncomingMessage, res: ServerResponse): void {
  if (req.headers.expect === undefined) return;
  const connection = connections.get(req.socket);
  if (connection === undefined || connection.awaiting !== req) return;
  connection.awaiting = null;
  res.writeContinue();
}
