import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { connect, isIP, isIPv6, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectSecurely } from 'node:tls';
import { type SyslogFacility, SyslogFrames } from './syslog-frame.js';

/** Where messages go. `tls` verifies the receiver by Node's list of authorities (NODE_EXTRA_CA_CERTS adds to it). */
export interface SyslogTarget {
  readonly protocol: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  readonly facility: SyslogFacility;
}

/** Most bytes that wait for a slow or absent receiver; messages beyond are dropped and counted. */
const MAX_WAITING = 4 * 1024 * 1024;
/** Waits before a lost connection is opened again, in milliseconds. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** How long `close` waits for the last bytes, in milliseconds. */
const CLOSE_TIMEOUT = 2_000;

/**
 * Sends lines to a syslog receiver in the background. Traffic never waits for it: a receiver that is slow or gone costs
 * messages, which are counted in `dropped`. Over TCP and TLS what had been sent into a connection that then broke may be
 * lost without being counted: the protocol has no acknowledgement.
 */
export class SyslogWriter {
  dropped = 0;
  readonly #frames: SyslogFrames;
  readonly #link: Datagrams | Stream;

  /** @param onError told at most once a minute */
  constructor(target: SyslogTarget, messageId: string, onError: (error: Error) => void = () => {}) {
    this.#frames = new SyslogFrames(target.facility, hostname(), process.pid, messageId);
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = (error: Error): void => {
      const now = performance.now();
      if (now - toldAt < 60_000) return;
      toldAt = now;
      onError(error);
    };
    const drop = (): void => {
      this.dropped++;
    };
    this.#link =
      target.protocol === 'udp' ? new Datagrams(target, drop, tell) : new Stream(target, drop, tell);
  }

  /** @param line without its newline */
  write(line: string): void {
    const { isFramed } = this.#link;
    this.#link.send(isFramed ? this.#frames.framed(line) : this.#frames.message(line));
  }

  /** Sends what waits, for two seconds at most, and closes. Messages after this are dropped and counted. */
  close(): Promise<void> {
    return this.#link.close();
  }
}

/** RFC 5426: a message a datagram. One over 65,507 bytes, or one that the system has no room for, is dropped. */
class Datagrams {
  readonly isFramed = false;
  readonly #socket: DatagramSocket;
  #pending = 0;
  #closed = false;

  constructor(
    readonly target: SyslogTarget,
    readonly drop: () => void,
    readonly tell: (error: Error) => void,
  ) {
    this.#socket = createSocket(isIPv6(target.host) ? 'udp6' : 'udp4');
    this.#socket.on('error', tell).unref();
  }

  send(message: Buffer): void {
    if (this.#closed || this.#pending + message.length > MAX_WAITING) {
      this.drop();
      return;
    }
    this.#pending += message.length;
    const { host, port } = this.target;
    this.#socket.send(message, port, host, error => {
      this.#pending -= message.length;
      if (error === null) return;
      this.drop();
      this.tell(error);
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const deadline = performance.now() + CLOSE_TIMEOUT;
    while (this.#pending > 0 && performance.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 10));
    await new Promise<void>(resolve => this.#socket.close(() => resolve()));
  }
}

/** TCP or TLS. What is written before there is a connection waits, up to the bound. */
class Stream {
  readonly isFramed = true;
  #socket: Socket | null = null;
  #isOpen = false;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #wait = FIRST_WAIT;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(
    readonly target: SyslogTarget,
    readonly drop: () => void,
    readonly tell: (error: Error) => void,
  ) {
    this.#connect();
  }

  send(message: Buffer): void {
    const unsent = this.#waitingBytes + (this.#socket?.writableLength ?? 0);
    if (this.#closed || unsent + message.length > MAX_WAITING) {
      this.drop();
      return;
    }
    if (this.#isOpen) this.#write(message);
    else {
      this.#waiting.push(message);
      this.#waitingBytes += message.length;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const socket = this.#socket;
    if (socket !== null) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, CLOSE_TIMEOUT);
        socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        // Of a connection that is not there yet: when it comes, what waits goes before its end.
        if (this.#isOpen) socket.end();
        else socket.once(this.#opened, () => socket.end());
      });
      socket.destroy();
    }
    for (const _ of this.#waiting.splice(0)) this.drop();
  }

  get #opened(): 'connect' | 'secureConnect' {
    return this.target.protocol === 'tls' ? 'secureConnect' : 'connect';
  }

  #connect(): void {
    this.#timer = null;
    const { protocol, host, port } = this.target;
    const socket =
      protocol === 'tls'
        ? connectSecurely({ host, port, servername: isIP(host) === 0 ? host : '' })
        : connect({ host, port });
    this.#socket = socket;
    socket
      .setKeepAlive(true, 30_000)
      .unref()
      .on(this.#opened, () => this.#flush())
      .on('error', this.tell)
      .once('close', () => this.#lost())
      // A receiver says nothing; were it to, it must not fill a buffer.
      .resume();
  }

  #flush(): void {
    this.#isOpen = true;
    this.#wait = FIRST_WAIT;
    this.#waitingBytes = 0;
    for (const message of this.#waiting.splice(0)) this.#write(message);
  }

  #write(message: Buffer): void {
    this.#socket?.write(message, error => {
      if (error instanceof Error) this.drop();
    });
  }

  #lost(): void {
    this.#socket = null;
    this.#isOpen = false;
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#connect(), this.#wait);
    this.#timer.unref();
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
  }
}
