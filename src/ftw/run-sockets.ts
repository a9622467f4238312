import { readFileSync } from 'node:fs';
import { checkStage } from './check.js';
import { exchange, type WireAnswer } from './exchange.js';
import { type LoggedMatch, logLine } from './log-line.js';
import { buildRequest } from './request.js';
import { atStage, type TestOutcome } from './run-in-process.js';
import { Session } from './session.js';
import type { FtwStage, FtwTest } from './test.js';

/** Matches by the address that the request came from. */
export type MatchesByClient = ReadonlyMap<string, readonly LoggedMatch[]>;

export interface SocketsOptions {
  readonly host: string;
  readonly port: number;
  /** Tests that are sent at once. Default 16. */
  readonly concurrency?: number;
  /** Longest wait for an answer, in milliseconds. Default 5,000. */
  readonly timeout?: number;
  /** Asked once, after everything was sent: what the gateway logged. */
  readonly matches: () => Promise<MatchesByClient>;
}

interface Sent {
  readonly test: FtwTest;
  readonly stages: readonly (SentStage | string)[];
}

interface SentStage {
  readonly stage: FtwStage;
  readonly client: string;
  readonly answer: WireAnswer | null;
}

/**
 * Sends tests to a gateway over real connections and compares answers and logs. Each stage is sent from a loopback
 * address of its own (127.64.0.1 and up; Linux lets one use them all), by which its log lines are found again:
 * nothing is added to the request.
 */
export async function runOverSockets(
  tests: readonly FtwTest[],
  options: SocketsOptions,
): Promise<TestOutcome[]> {
  const { concurrency = 16 } = options;
  const sent: Sent[] = new Array(tests.length);
  let next = 0;
  let clients = 0;
  const newClient = (): string => loopback(++clients);
  const work = async (): Promise<void> => {
    while (next < tests.length) {
      const index = next++;
      sent[index] = await send(tests[index], options, newClient);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const matches = await options.matches();
  return sent.map(({ test, stages }) => ({
    test,
    wrong: stages.flatMap((stage, index) => {
      const found = typeof stage === 'string' ? [stage] : check(stage, matches.get(stage.client) ?? []);
      return found.map(text => atStage(test, index, text));
    }),
  }));
}

async function send(test: FtwTest, options: SocketsOptions, newClient: () => string): Promise<Sent> {
  const { host, port, timeout = 5_000 } = options;
  const session = new Session();
  const stages: (SentStage | string)[] = [];
  for (const stage of test.stages) {
    const input = session.inputOf(stage);
    if (typeof input === 'string') return { test, stages: [...stages, input] };
    const client = newClient();
    const answer = await exchange(buildRequest(input), { host, port, localAddress: client, timeout });
    session.answered(stage, answer);
    stages.push({ stage, client, answer });
  }
  return { test, stages };
}

function check({ stage, answer }: SentStage, matches: readonly LoggedMatch[]): string[] {
  return checkStage(stage.output, {
    status: answer?.status ?? null,
    ids: new Set(matches.map(match => match.id)),
    log: matches.map(logLine),
    response: answer?.text ?? '',
  });
}

function loopback(number: number): string {
  return `127.${64 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
}

interface AuditLine {
  readonly client: { readonly ip: string } | null;
  readonly rules: readonly LoggedMatch[];
  /** Ids of matches whose text had no room in the line. */
  readonly omittedRuleIds?: readonly number[];
}

const WITHOUT_TEXT: Omit<LoggedMatch, 'id'> = {
  msg: '',
  logdata: '',
  tags: [],
  target: '',
  file: '',
  line: 0,
};

/** Reads the matches of an audit log (one JSON object a line). */
export function readAuditMatches(file: string): MatchesByClient {
  const matches = new Map<string, LoggedMatch[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const { client, rules, omittedRuleIds = [] } = JSON.parse(line) as AuditLine;
    if (client === null) continue;
    const omitted = omittedRuleIds.map(id => ({ ...WITHOUT_TEXT, id }));
    matches.set(client.ip, [...(matches.get(client.ip) ?? []), ...rules, ...omitted]);
  }
  return matches;
}
