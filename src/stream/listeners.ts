import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { StreamConnection } from './connection.js';
import type { StreamHandler, StreamSettings } from './settings.js';

/** The open listeners of all streams. */
export interface StreamListeners {
  /** Where they listen, by the name of the stream, with real ports. */
  readonly addresses: ReadonlyMap<string, readonly AddressInfo[]>;
  /** Connections that are open now, by the name of the stream. */
  readonly connections: ReadonlyMap<string, number>;
  /** Closes open connections that the gates in force now would refuse. */
  judgeAgain(): void;
  /** Accepts nothing more; what is open may go on until the deadline (milliseconds), then it is cut. */
  close(deadline: number): Promise<void>;
}

/**
 * Opens the listeners.
 * @param handles sockets that are bound already, in the order of the addresses of all streams. Default: none
 * @throws Error of the system when an address cannot be had; none stays open then
 */
export async function openStreams(
  streams: readonly StreamSettings[],
  handler: StreamHandler,
  handles: readonly object[] = [],
): Promise<StreamListeners> {
  const open = new OpenStreams(handler, [...handles]);
  try {
    for (const stream of streams) await open.listen(stream);
  } catch (error) {
    await open.close(0);
    throw error;
  }
  return open;
}

class OpenStreams implements StreamListeners {
  readonly addresses = new Map<string, AddressInfo[]>();
  readonly connections = new Map<string, number>();
  readonly #servers: Server[] = [];
  readonly #open = new Set<StreamConnection>();
  readonly #handler: StreamHandler;
  /** Not taken yet. */
  readonly #handles: object[];
  #wake: (() => void) | null = null;

  constructor(handler: StreamHandler, handles: object[]) {
    this.#handler = handler;
    this.#handles = handles;
  }

  async listen({ name, listen }: StreamSettings): Promise<void> {
    const addresses: AddressInfo[] = [];
    this.addresses.set(name, addresses);
    for (const address of listen) {
      // Paused: nothing is read before the gate has spoken.
      const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, socket =>
        this.#accept(name, socket),
      );
      await new Promise<void>((resolve, reject) => {
        const handle = this.#handles.shift();
        server.once('error', reject).listen({ ...address, ...(handle && { handle }) }, resolve);
      });
      server.on('error', () => {});
      this.#servers.push(server);
      addresses.push(server.address() as AddressInfo);
    }
  }

  judgeAgain(): void {
    for (const connection of this.#open) connection.judgeAgain();
  }

  async close(deadline: number): Promise<void> {
    for (const server of this.#servers) server.close();
    const limit = setTimeout(() => {
      for (const connection of this.#open) connection.destroy();
    }, deadline);
    while (this.#open.size > 0) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
    clearTimeout(limit);
  }

  #accept(name: string, socket: Socket): void {
    const settings = this.#handler.settings(name);
    const count = this.connections.get(name) ?? 0;
    if (settings === null || count >= settings.connections) {
      this.#turnAway(name, socket, settings === null ? 'no-stream' : 'connections');
      return;
    }
    const connection = new StreamConnection(socket, settings, this.#handler);
    this.#open.add(connection);
    this.connections.set(name, count + 1);
    socket.once('close', () => {
      this.#open.delete(connection);
      this.connections.set(name, (this.connections.get(name) ?? 1) - 1);
      this.#wake?.();
    });
    connection.start();
  }

  #turnAway(stream: string, socket: Socket, reason: string): void {
    const client = socket.remoteAddress ?? '';
    const port = socket.remotePort ?? 0;
    socket.on('error', () => {}).destroy();
    this.#handler.finished({
      stream,
      client,
      port,
      outcome: 'rejected',
      reason,
      by: null,
      bytesIn: 0,
      bytesOut: 0,
      startedAt: Date.now(),
      duration: 0,
    });
  }
}
