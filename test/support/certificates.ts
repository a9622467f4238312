import { execFileSync } from 'node:child_process';
import type { TempFolder } from './folder.js';

/** Makes a self-signed certificate for host names with the openssl command, as NAME.pem and NAME.key in the folder. */
export function makeCertificate(
  folder: TempFolder,
  name: string,
  hosts: readonly string[],
  commonName = hosts[0],
): void {
  folder.write(`tls/${name}.key`, '', 0o600);
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-keyout', folder.file(`tls/${name}.key`), '-out', folder.file(`tls/${name}.pem`)],
      ...[
        '-subj',
        `/CN=${commonName}`,
        '-addext',
        `subjectAltName=${hosts.map(host => `DNS:${host}`).join(',')}`,
      ],
    ],
    { stdio: 'ignore' },
  );
}
