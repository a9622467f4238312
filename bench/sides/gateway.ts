import { mkdirSync, writeFileSync } from 'node:fs';

/** What of the gateway a side switches on. */
export interface GatewaySetup {
  readonly accessLog: boolean;
  /** SecLang files in order; none: inspection is off. */
  readonly rules: readonly string[];
  readonly paranoia?: number;
}

/**
 * A configuration as sites in use have it: a gate with a list, a country rule and a path rule, access log in a file,
 * metrics; on one process.
 * @returns path of the file
 */
export function writeGatewayConfig(
  folder: string,
  port: number,
  originPort: number,
  setup: GatewaySetup,
): string {
  mkdirSync(folder, { recursive: true });
  const { accessLog, rules, paranoia } = setup;
  const mode = rules.length === 0 ? 'off' : 'block';
  const file = `${folder}/sekisho.yaml`;
  writeFileSync(
    file,
    `listen: { http: "127.0.0.1:${port}", admin: "127.0.0.1:${port + 1000}" }
workers: 1
lists:
  scanners: { cidrs: [192.0.2.0/24, 198.51.100.7, "2001:db8:bad::/48"] }
  office: { cidrs: [203.0.113.0/24] }
rules: ${JSON.stringify(rules)}
log: { access: ${accessLog ? JSON.stringify(`${folder}/access.log`) : 'off'}, level: warn }
sites:
  - hosts: ["*"]
    upstream: http://127.0.0.1:${originPort}
    gate:
      deny: [scanners]
      countries: { deny: [AQ] }
      paths:
        - { match: /wp-admin/, only: [office] }
    waf: { mode: ${mode}${paranoia === undefined ? '' : `, paranoia: ${paranoia}`} }
`,
  );
  return file;
}
