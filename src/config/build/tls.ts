import { createPrivateKey, X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { isIP } from 'node:net';
import type { TlsConfig } from '../config.js';
import type { Section } from '../source.js';
import type { BuildContext } from './context.js';
import { requireText } from './files.js';

const MOST_BYTES = 1024 * 1024;

/** Reads a certificate and its key, and reports what would fail or look wrong in a handshake. */
export function buildTls(
  written: { readonly cert: string; readonly key: string },
  hosts: readonly string[],
  section: Section,
  context: BuildContext,
): TlsConfig | null {
  const cert = requireText(written.cert, MOST_BYTES, section.at('cert'), context);
  const key = requireText(written.key, MOST_BYTES, section.at('key'), context);
  if (cert === null || key === null) return null;
  const certificate = parsed(() => new X509Certificate(cert.text));
  if (certificate === null)
    section.at('cert').error(`${cert.file} holds no certificate`, 'expected a PEM file');
  const privateKey = parsed(() => createPrivateKey(key.text));
  if (privateKey === null) {
    section
      .at('key')
      .error(`${key.file} holds no readable private key`, 'expected a PEM file, not encrypted');
  }
  if (certificate === null || privateKey === null) return null;
  if (!certificate.checkPrivateKey(privateKey)) {
    section
      .at('key')
      .error('the private key belongs to another certificate', `expected the key of ${cert.file}`);
  }
  warnOfCertificate(certificate, hosts, section.at('cert'));
  // On Windows the mode says nothing about who may read.
  if (process.platform !== 'win32' && (statSync(key.file).mode & 0o007) !== 0) {
    section
      .at('key')
      .warning(`${key.file} is open to every user of this machine`, 'expected mode 0640 or stricter');
  }
  return { certFile: cert.file, keyFile: key.file, cert: cert.text, key: key.text };
}

function warnOfCertificate(certificate: X509Certificate, hosts: readonly string[], section: Section): void {
  if (Date.parse(certificate.validTo) < Date.now()) {
    section.warning(`the certificate ended on ${certificate.validTo}`, 'expected one that is valid');
  }
  for (const host of hosts) {
    if (host === '*') continue;
    const address = host.replace(/^\[|\]$/g, '');
    // A wildcard host is covered when any name below it is.
    const name = host.startsWith('*.') ? `any${host.slice(1)}` : host;
    const covered = isIP(address) ? certificate.checkIP(address) : certificate.checkHost(name);
    if (covered === undefined) {
      section.warning(
        `the certificate does not name ${host}`,
        'expected it among its subject alternative names',
      );
    }
  }
}

function parsed<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
