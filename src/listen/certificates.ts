import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { Certificate } from './options.js';

/**
 * Mozilla's intermediate configuration, guideline 5.7: TLS 1.3 (its suites are OpenSSL's defaults) and these for 1.2,
 * forward secrecy and AEAD only.
 */
const SECURE: SecureContextOptions = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
  ecdhCurve: 'X25519:prime256v1:secp384r1',
};

/** Options of the secure context for one certificate. */
function secureOptions(certificate: Certificate): SecureContextOptions {
  return { ...SECURE, cert: certificate.cert, key: certificate.key };
}

/** Server name → secure context, by exact name, then wildcard, then `*`, then the first certificate. */
export class CertificateStore {
  #exact = new Map<string, SecureContext>();
  #wildcard = new Map<string, SecureContext>();
  #fallback: SecureContext;
  #options: SecureContextOptions = SECURE;

  /** @throws Error when there is no certificate, or one cannot be read or does not fit its key */
  constructor(certificates: readonly Certificate[]) {
    this.#fallback = this.#load(certificates);
  }

  /** Takes over the certificates of another store, all at once; connections that are open keep theirs. */
  replaceBy(next: CertificateStore): void {
    this.#exact = next.#exact;
    this.#wildcard = next.#wildcard;
    this.#fallback = next.#fallback;
    this.#options = next.#options;
  }

  /** For the TLS server itself: protocol and cipher suites of every connection, and the certificate for clients without SNI. */
  get serverOptions(): SecureContextOptions {
    return this.#options;
  }

  /** The context for a server name as the client sent it, or for none. */
  context(serverName: string | undefined): SecureContext {
    if (serverName === undefined || serverName === '') return this.#fallback;
    const name = serverName.toLowerCase();
    const exact = this.#exact.get(name);
    if (exact !== undefined) return exact;
    const dot = name.indexOf('.');
    return (dot > 0 ? this.#wildcard.get(name.slice(dot + 1)) : undefined) ?? this.#fallback;
  }

  #load(certificates: readonly Certificate[]): SecureContext {
    let first: SecureContext | null = null;
    let catchAll: SecureContext | null = null;
    if (certificates.length > 0) this.#options = secureOptions(certificates[0]);
    for (const certificate of certificates) {
      const context = createSecureContext(secureOptions(certificate));
      first ??= context;
      for (const host of certificate.hosts) {
        if (host === '*' && catchAll === null) {
          catchAll = context;
          this.#options = secureOptions(certificate);
        } else if (host.startsWith('*.')) this.#wildcard.set(host.slice(2), context);
        else this.#exact.set(host, context);
      }
    }
    if (first === null)
      throw new Error('no certificate for the HTTPS listeners; give at least one site `tls`');
    return catchAll ?? first;
  }
}
