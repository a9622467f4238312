import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { loadConfig } from '../../src/config/index.js';
import { Gateway } from '../../src/gateway/index.js';
import { bits4, bits6, writeMmdb } from '../client/mmdb-writer.js';
import { type ReadMetrics, readExposition } from '../observe/exposition.js';
import { type Teardown, TempFolder } from './folder.js';

/** A rule that blocks what says `attack` in an argument, and one for a header; enough to see that rules run. */
export const TEST_RULES = `SecRule ARGS|ARGS_NAMES "@contains attack" "id:1001,phase:2,deny,status:403,log,msg:'attack in an argument'"
SecRule REQUEST_HEADERS:X-Test "@streq attack" "id:1002,phase:1,deny,status:403,log,msg:'attack in a header'"
SecRule REQUEST_HEADERS:Content-Type "@beginsWith application/json" "id:1003,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
`;

/** A small country database: it loads in no time, and what it says does not change with the package's. */
export const COUNTRIES = writeMmdb([
  [bits4(0x850b0000, 16), { country_code: 'JP' }],
  [bits4(0x08080800, 24), { country_code: 'US' }],
  [bits6([0x2001, 0x0200], 32), { country_code: 'JP' }],
]);
/** Addresses that the database above knows, and one that it does not. */
export const JAPAN = '133.11.0.1';
export const AMERICA = '8.8.8.8';
export const NOWHERE = '9.9.9.9';

export interface Setup {
  /** The list of sites, in YAML. `UPSTREAM` stands for `upstream`. */
  readonly sites?: string;
  readonly upstream?: string;
  /** Rules in SecLang. Default TEST_RULES. */
  readonly rules?: string;
  /** Other keys of the configuration, in YAML. */
  readonly more?: string;
  readonly https?: boolean;
  /** The audit section, in YAML. Default a file with all requests. */
  readonly audit?: string;
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [key: string]: unknown;
}

/** A line of the audit log, as far as tests read it. */
export interface AuditLine {
  readonly id: string;
  readonly site: string | null;
  readonly client: { readonly ip: string; readonly country: string | null } | null;
  readonly request: {
    readonly method: string;
    readonly uri: string;
    readonly headers: Record<string, string>;
  };
  readonly response: { readonly status: number };
  readonly outcome: string;
  readonly verdict: string;
  readonly reason?: string;
  readonly by?: string | number;
  readonly mode: string;
  readonly detectedOnly?: boolean;
  readonly rules: readonly { readonly id: number; readonly target: string }[];
  readonly uninspected: readonly string[];
  readonly faults: readonly { readonly source: string; readonly code: string }[];
}

/** Waits until something holds; the test's own time limit ends the wait. */
export async function until<T>(
  read: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T> {
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) return value;
    await sleep(10);
  }
}

/** A gateway in this process, from files in a temporary folder, on free ports. */
export class TestGateway {
  private constructor(
    readonly folder: TempFolder,
    readonly setup: Setup,
    readonly gateway: Gateway,
    readonly logs: LogLine[],
  ) {}

  static async start(t: Teardown, setup: Setup): Promise<TestGateway> {
    const folder = new TempFolder(t);
    folder.write('rules/test.conf', setup.rules ?? TEST_RULES);
    return TestGateway.startIn(t, folder, setup);
  }

  /** The same in a folder that already has some of the files. */
  static async startIn(t: Teardown, folder: TempFolder, setup: Setup): Promise<TestGateway> {
    folder.write('country.mmdb', COUNTRIES);
    const file = folder.write('sekisho.yaml', yamlOf(setup));
    const logs: LogLine[] = [];
    const logger = pino({ level: 'debug' }, { write: (line: string) => logs.push(JSON.parse(line)) });
    const gateway = await Gateway.start(loadConfig(file), logger);
    t.teardown(() => gateway.close(200));
    return new TestGateway(folder, setup, gateway, logs);
  }

  get port(): number {
    return this.gateway.addresses[0].port;
  }

  get httpsPort(): number {
    return this.gateway.addresses[1].port;
  }

  get adminPort(): number {
    return this.gateway.adminAddresses[0].port;
  }

  /** Writes the configuration anew, with changes, and reloads. */
  reload(changes: Partial<Setup> = {}): Promise<boolean> {
    const setup = { ...this.setup, ...changes };
    if (changes.rules !== undefined) this.folder.write('rules/test.conf', changes.rules);
    this.folder.write('sekisho.yaml', yamlOf(setup));
    return this.gateway.reload();
  }

  async metrics(): Promise<ReadMetrics> {
    const response = await fetch(`http://127.0.0.1:${this.adminPort}/metrics`);
    return readExposition(await response.text());
  }

  /** The value of one series; 0 when it is not there. */
  async metric(name: string, labels: Record<string, string> = {}): Promise<number> {
    return (await this.metrics()).value(name, labels) ?? 0;
  }

  /** The text of the audit log, once it matches. */
  async auditText(pattern: RegExp): Promise<string> {
    const file = this.folder.file('audit.jsonl');
    return until(() => {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return pattern.test(text) && text;
    });
  }

  /** Audit lines, once there are so many. */
  async audit(count: number): Promise<AuditLine[]> {
    return until(() => {
      const file = this.folder.file('audit.jsonl');
      if (!existsSync(file)) return null;
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      return lines.length >= count && lines.map(line => JSON.parse(line) as AuditLine);
    });
  }
}

function yamlOf(setup: Setup): string {
  const sites = setup.sites ?? `- { hosts: ['*'], upstream: UPSTREAM }`;
  const indented = sites.replaceAll('UPSTREAM', setup.upstream ?? 'http://127.0.0.1:9').replace(/^/gm, '  ');
  return `listen: { http: 127.0.0.1:0, ${setup.https ? 'https: 127.0.0.1:0, ' : ''}admin: 127.0.0.1:0 }
log: { access: off }
audit: ${setup.audit ?? '{ file: audit.jsonl, which: all }'}
rules: [rules/*.conf]
geoip: { country: country.mmdb }
${setup.more ?? ''}
sites:
${indented}
`;
}
