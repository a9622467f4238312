import { connect, type Socket } from 'node:net';
import { type Endpoint, proxyHeader } from './proxy-header.js';
import { readProxyHeader } from './proxy-reader.js';
import type { StreamHandler, StreamOutcome, StreamSettings } from './settings.js';

/** How long a proxy may take for its header, in milliseconds. */
const HEADER_TIMEOUT = 5_000;

/**
 * One connection on its way: who it is, whether they may come in, then bytes in both directions until both ends have
 * said that nothing more comes. Nothing is read from a client that is refused.
 */
export class StreamConnection {
  readonly #client: Socket;
  readonly #settings: StreamSettings;
  readonly #handler: StreamHandler;
  readonly #startedAt = Date.now();
  readonly #startedTick = performance.now();
  #source: Endpoint;
  #upstream: Socket | null = null;
  #leave: (() => void) | null = null;
  #outcome: StreamOutcome | null = null;
  #reason: string | null = null;
  #by: string | null = null;
  #finished = false;

  /** @param client paused, half-open ends allowed */
  constructor(client: Socket, settings: StreamSettings, handler: StreamHandler) {
    this.#client = client;
    this.#settings = settings;
    this.#handler = handler;
    this.#source = { address: withoutZone(client.remoteAddress ?? ''), port: client.remotePort ?? 0 };
    client.on('error', () => {});
    client.once('close', () => this.#clientClosed());
  }

  start(): void {
    const { acceptProxyProtocol } = this.#settings;
    if (acceptProxyProtocol && this.#handler.trusts(this.#source.address)) this.#readHeader();
    else this.#admit(null);
  }

  /** Judges again, after a reload or a ban. */
  judgeAgain(): void {
    if (this.#upstream === null) return;
    if (!this.#handler.stillAdmits(this.#settings.name, this.#source.address))
      this.#end('refused', 'judged-again');
  }

  destroy(): void {
    this.#client.destroy();
    this.#upstream?.destroy();
  }

  #readHeader(): void {
    const client = this.#client;
    let bytes: Buffer = Buffer.alloc(0);
    const timer = setTimeout(() => this.#end('rejected', 'proxy-header'), HEADER_TIMEOUT);
    const stop = (): void => {
      clearTimeout(timer);
      client.off('data', take).off('end', fail).off('close', stop);
      client.pause();
    };
    const fail = (): void => {
      stop();
      this.#end('rejected', 'proxy-header');
    };
    const take = (chunk: Buffer): void => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const reading = readProxyHeader(bytes);
      if (reading.kind === 'more') return;
      if (reading.kind === 'wrong') {
        fail();
        return;
      }
      stop();
      if (reading.source !== null) this.#source = reading.source;
      const rest = bytes.subarray(reading.length);
      this.#admit(rest.length === 0 ? null : rest);
    };
    client.on('data', take).once('end', fail).once('close', stop);
    client.resume();
  }

  #admit(begun: Buffer | null): void {
    const { name, connectionsPerAddress } = this.#settings;
    const verdict = this.#handler.judge(name, this.#source.address);
    if (verdict === null || verdict.kind !== 'pass') {
      this.#refuse(verdict);
      return;
    }
    if (connectionsPerAddress !== null) {
      this.#leave = this.#handler.enter(name, this.#source.address, connectionsPerAddress);
      if (this.#leave === null) {
        this.#end('rejected', 'connections-per-address');
        return;
      }
    }
    this.#connect(begun);
  }

  #connect(begun: Buffer | null): void {
    const { upstream: target, connectTimeout, idleTimeout, proxyProtocol } = this.#settings;
    const client = this.#client;
    const upstream = connect({ ...target, allowHalfOpen: true, noDelay: true });
    this.#upstream = upstream;
    const timer = setTimeout(() => this.#end('failed', 'connect-timeout'), connectTimeout);
    upstream.once('close', () => {
      clearTimeout(timer);
      this.#upstreamClosed();
    });
    upstream.on('error', (error: NodeJS.ErrnoException) => this.#end('failed', error.code ?? 'upstream'));
    upstream.once('connect', () => {
      clearTimeout(timer);
      if (client.destroyed) {
        upstream.destroy();
        return;
      }
      client.setTimeout(idleTimeout, () => this.#end('idle', 'idle-timeout'));
      if (proxyProtocol !== null)
        upstream.write(proxyHeader(proxyProtocol, this.#source, destinationOf(client)));
      if (begun !== null) upstream.write(begun);
      client.pipe(upstream);
      upstream.pipe(client);
    });
  }

  #refuse(verdict: ReturnType<StreamHandler['judge']>): void {
    if (verdict !== null && verdict.kind !== 'pass') {
      this.#by = String(verdict.by);
      this.#end('refused', verdict.reason);
    } else this.#end('refused', 'address');
  }

  /** Ends the connection with the first reason there is. */
  #end(outcome: StreamOutcome, reason: string): void {
    if (this.#outcome === null) {
      this.#outcome = outcome;
      this.#reason = reason;
    }
    this.destroy();
  }

  /** What has been handed over is still delivered; what nobody will take any more is given up. */
  #clientClosed(): void {
    const upstream = this.#upstream;
    if (upstream !== null && !(upstream.writableEnded && upstream.readableEnded)) upstream.destroy();
    this.#finish();
  }

  #upstreamClosed(): void {
    const client = this.#client;
    if (!(client.writableEnded && client.readableEnded)) {
      if (client.writableEnded) client.destroySoon();
      else client.destroy();
    }
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#leave?.();
    this.#handler.finished({
      stream: this.#settings.name,
      client: this.#source.address,
      port: this.#source.port,
      outcome: this.#outcome ?? 'forwarded',
      reason: this.#reason,
      by: this.#by,
      bytesIn: this.#client.bytesRead,
      bytesOut: this.#client.bytesWritten,
      startedAt: this.#startedAt,
      duration: performance.now() - this.#startedTick,
    });
  }
}

function destinationOf(client: Socket): Endpoint {
  return { address: withoutZone(client.localAddress ?? '0.0.0.0'), port: client.localPort ?? 0 };
}

/** The kernel's text without a zone (`fe80::1%eth0`), and an IPv4 address that it shows as IPv6 as what it is. */
function withoutZone(address: string): string {
  const percent = address.indexOf('%');
  const text = percent < 0 ? address : address.slice(0, percent);
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(text) ? text.slice(7) : text;
}
