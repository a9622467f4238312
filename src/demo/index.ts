import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cli/run.js';
import { startOrigin } from './origin.js';

export interface DemoOptions {
  readonly port: string;
  readonly adminPort: string;
}

/** The demo's configuration: the shipped rules and country database before the built-in site. */
function configuration(options: DemoOptions, originPort: number, auditFile: string): string {
  return `listen: { http: "127.0.0.1:${options.port}", admin: "127.0.0.1:${options.adminPort}" }
workers: 1
log: { access: "off", level: warn }
audit: { file: ${JSON.stringify(auditFile)}, which: relevant }
sites:
  - hosts: ["*"]
    upstream: http://127.0.0.1:${originPort}
    waf: { mode: block }
`;
}

function introduction(options: DemoOptions, auditFile: string): string {
  const base = `http://127.0.0.1:${options.port}`;
  return `Sekisho stands before a small site. Try:

  a page that passes        ${base}/
  an attack that is blocked ${base}/search?q=1'+UNION+SELECT+password+FROM+users--
  the same with curl        curl -i "${base}/search?q=%3Cscript%3Ealert(1)%3C/script%3E"
  why it was blocked        tail -n 1 ${auditFile}
  the metrics               http://127.0.0.1:${options.adminPort}/metrics

Ctrl+C stops it.
`;
}

/**
 * Runs the gateway on 127.0.0.1 before a built-in site and prints what to try.
 * @returns when it was stopped
 * @throws Error of the system when a port is taken
 */
export async function demo(options: DemoOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-demo-'));
  const { port, server } = await startOrigin();
  try {
    const auditFile = join(folder, 'audit.jsonl');
    const file = join(folder, 'sekisho.yaml');
    writeFileSync(file, configuration(options, port, auditFile));
    return await run(file, () => process.stdout.write(introduction(options, auditFile)));
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}
