import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { buildConnector } from 'undici';
import type { PoolSettings } from '../core/index.js';

/** How connections to one upstream are made: TCP or Unix socket, plain or TLS. */
export class Connector {
  /** What undici is told: an origin, also where there is none of its own (Unix sockets). */
  readonly origin: string;
  readonly isSecure: boolean;
  readonly #socketPath: string | null;
  readonly #host: string;
  readonly #port: number;
  /** For SNI and the certificate; empty for an address without a name. */
  readonly #serverName: string;
  readonly #settings: Pick<PoolSettings, 'tls' | 'timeouts'>;

  /** @throws TypeError for a URL that is none */
  constructor(url: string, settings: Pick<PoolSettings, 'tls' | 'timeouts'>) {
    this.#settings = settings;
    this.#socketPath = url.startsWith('unix:') ? url.slice(5) : null;
    const parsed = new URL(this.#socketPath === null ? url : 'http://localhost');
    this.origin = parsed.origin;
    this.isSecure = parsed.protocol === 'https:';
    this.#host = parsed.hostname.replace(/^\[|\]$/g, '');
    this.#port = parsed.port === '' ? (this.isSecure ? 443 : 80) : Number(parsed.port);
    this.#serverName = settings.tls.serverName ?? (isIP(this.#host) === 0 ? parsed.hostname : '');
  }

  /** For undici's pools. */
  build(): buildConnector.connector {
    const { timeouts } = this.#settings;
    const connect = buildConnector({
      timeout: timeouts.connect,
      ...(this.#socketPath === null ? {} : { socketPath: this.#socketPath }),
      ...this.#tlsOptions(),
    });
    const servername = this.#serverName === '' ? undefined : this.#serverName;
    return (to, callback) => connect({ ...to, servername }, callback);
  }

  /** A connection of its own, for a WebSocket. It emits `connect` or `secureConnect`, or `error`. */
  open(): Socket {
    const to =
      this.#socketPath === null ? { host: this.#host, port: this.#port } : { path: this.#socketPath };
    if (!this.isSecure) return connectTcp({ ...to, noDelay: true });
    const servername = this.#serverName === '' ? {} : { servername: this.#serverName };
    return connectTls({ ...to, ...servername, ...this.#tlsOptions() });
  }

  #tlsOptions() {
    const { tls } = this.#settings;
    return {
      ca: tls.ca ?? undefined,
      cert: tls.cert ?? undefined,
      key: tls.key ?? undefined,
      rejectUnauthorized: tls.verify,
      minVersion: 'TLSv1.2' as const,
    };
  }
}
