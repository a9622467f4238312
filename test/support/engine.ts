import { ProblemsError, type ResponseHead } from '../../src/core/index.js';
import type { Running } from '../../src/gateway/index.js';
import type { Environment, Plan } from '../../src/inspect/index.js';
import { auditLine, isAudited } from '../../src/observe/index.js';
import { Masker } from '../../src/observe/mask/masker.js';
import { type Judgement, judge, parseRawRequest } from '../../src/replay/index.js';
import { loadRules } from '../../src/seclang/index.js';
import { MemoryCollections } from '../../src/state/index.js';
import { type Teardown, TempFolder } from './folder.js';
import { compileRules } from './offline.js';

/** A request, as far as it differs from `GET / HTTP/1.1` with a Host. */
export interface Asked {
  readonly method?: string;
  readonly target?: string;
  /** Header lines. */
  readonly headers?: readonly string[];
  /** A byte string. */
  readonly body?: string;
  /** What the site behind answers, or nothing: then phases 3 and 4 do not run. */
  readonly response?: {
    readonly status?: number;
    readonly headers?: readonly string[];
    readonly body?: string;
  };
}

export interface Around {
  /** Files beside the rule file, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** `waf:` of the site, in YAML. Default `mode: block`. */
  readonly waf?: string;
}

/** Rules in force without a socket: what they say of requests, with a clock of the test's own for collections. */
export class RuleEngine {
  /** Milliseconds since the epoch, for persistent collections. */
  now = Date.now();
  readonly running: Running;
  readonly #environment: Environment;

  constructor(t: Teardown, rules: string, around: Around = {}) {
    const folder = new TempFolder(t);
    for (const [name, content] of Object.entries(around.files ?? {})) folder.write(`r/${name}`, content);
    const file = folder.write('r/test.conf', rules);
    this.running = compileRules(folder, [file], around.waf ?? 'mode: block');
    const { plan } = this.running;
    this.#environment = {
      countryOf: () => 'JP',
      collections: new MemoryCollections(plan.settings.collectionTimeout, () => this.now),
      serverName: 'test',
    };
  }

  async judge(asked: Asked | string = {}): Promise<Judgement> {
    const request: Asked = typeof asked === 'string' ? { target: asked } : asked;
    const { method = 'GET', target = '/', headers = [], body = '', response } = request;
    const lines = [`${method} ${target} HTTP/1.1`, 'Host: h', ...headers];
    const raw = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
    return judge(parseRawRequest(raw), {
      running: this.running,
      environment: this.#environment,
      response: response === undefined ? undefined : answer(response),
    });
  }

  /** Ids of the rules that matched and say so, in order. */
  async ids(asked: Asked | string = {}): Promise<number[]> {
    return (await this.judge(asked)).transaction.matches.map(({ id }) => id);
  }

  /** The audit line of a request, or null when it gets none. */
  async audit(asked: Asked | string = {}, status = 200): Promise<Record<string, unknown> | null> {
    const { transaction } = await this.judge(asked);
    transaction.status = status;
    transaction.outcome = transaction.verdict.kind === 'pass' ? 'forwarded' : 'blocked';
    const { policy } = this.running.audit;
    if (!isAudited(transaction, policy.which, policy.relevantStatus)) return null;
    const masker = new Masker().with(transaction.maskedFields, transaction.maskedTexts);
    return JSON.parse(auditLine(transaction, masker, policy)) as Record<string, unknown>;
  }
}

function answer({
  status = 200,
  headers = ['Content-Type: text/html'],
  body = '',
}: Required<Asked>['response']): {
  head: ResponseHead;
  body: Buffer;
} {
  const rawHeaders = headers.flatMap(line => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 2),
  ]);
  return { head: { status, httpVersion: '1.1', rawHeaders }, body: Buffer.from(body, 'latin1') };
}

/** What loading rules said: the plan, or null after an error, and every problem as `error: found; expected`. */
export function load(
  t: Teardown,
  rules: string,
  files: Readonly<Record<string, string>> = {},
): { readonly plan: Plan | null; readonly problems: readonly string[] } {
  const folder = new TempFolder(t);
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  const file = folder.write('test.conf', rules);
  try {
    const { plan, warnings } = loadRules([file]);
    return { plan, problems: warnings.map(text) };
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return { plan: null, problems: error.problems.map(text) };
  }
}

function text({ severity, found, expected }: ProblemsError['problems'][number]): string {
  return `${severity}: ${found}; ${expected}`;
}
