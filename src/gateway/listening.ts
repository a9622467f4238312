import type { Config } from '../config/index.js';
import type { Certificate, ListenOptions } from '../listen/index.js';

/** Certificates of the sites that have one of their own. */
export function certificatesOf(config: Config): Certificate[] {
  const certificates: Certificate[] = [];
  for (const { site, tls } of config.sites) {
    if (tls !== null) certificates.push({ hosts: site.hosts, cert: tls.cert, key: tls.key });
  }
  return certificates;
}

/** What the listeners need of a configuration. */
export function listenOptions(config: Config): ListenOptions {
  const { limits } = config;
  return {
    http: config.listen.http,
    https: config.listen.https,
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
