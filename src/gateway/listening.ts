import type { Config } from '../config/index.js';
import type { Certificate, Listen, ListenOptions } from '../listen/index.js';

/** Certificates of the sites that have one of their own. */
export function certificatesOf(config: Config): Certificate[] {
  const certificates: Certificate[] = [];
  for (const { site, tls } of config.sites) {
    if (tls !== null) certificates.push({ hosts: site.hosts, cert: tls.cert, key: tls.key });
  }
  return certificates;
}

/** Sockets that are bound already, in the order of `listen`. */
export interface BoundSockets {
  readonly http: readonly object[];
  readonly https: readonly object[];
  /** Of streams, in their order. Default: none. */
  readonly stream?: readonly object[];
}

/** What the listeners need of a configuration. @param sockets from another process; null: the addresses are bound here */
export function listenOptions(config: Config, sockets: BoundSockets | null = null): ListenOptions {
  const { limits, listen } = config;
  return {
    http: listen.http.map((address, index) => withSocket(address, sockets?.http[index])),
    https: listen.https.map((address, index) => withSocket(address, sockets?.https[index])),
    certificates: certificatesOf(config),
    limits: {
      headSize: limits.headBytes,
      headers: limits.headerCount,
      headTimeout: limits.headTimeout,
      // The body has its own clock; this one only bounds what is streamed on without being inspected.
      requestTimeout: 0,
      keepAliveTimeout: limits.idleTimeout,
    },
  };
}

function withSocket(address: Listen, handle: object | undefined): Listen {
  return handle === undefined ? address : { ...address, handle };
}
