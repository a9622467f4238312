import { createEnvironment } from '../gateway/environment.js';
import type { Running } from '../gateway/index.js';
import { listenOptions } from '../gateway/listening.js';
import type { Environment, Trace } from '../inspect/index.js';
import { RequestReader } from '../listen/index.js';
import { type Judgement, judge } from '../replay/index.js';
import { checkStage, type StageResult } from './check.js';
import { logLine } from './log-line.js';
import { reflect } from './reflect.js';
import { buildRequest } from './request.js';
import { Session } from './session.js';
import type { FtwTest } from './test.js';

/** What came of a test. */
export interface TestOutcome {
  readonly test: FtwTest;
  /** What is wrong, in words, stage by stage; empty when the test passed. */
  readonly wrong: readonly string[];
}

/** Told of every stage that was judged, e.g. to explain it. */
export type StageObserver = (test: FtwTest, stage: number, judgement: Judgement) => void;

export interface InProcessOptions {
  readonly running: Running;
  /** Makes the trace of a stage. Default: none. */
  readonly trace?: () => Trace;
  readonly observer?: StageObserver;
  /** True for the engine without prefilter. Default false. */
  readonly isPlain?: boolean;
}

/** Persistent records of one test. */
const MOST_RECORDS = 1000;

/**
 * Runs a test through the parser of the listeners and the engine, without a socket. The origin behind it answers as
 * `reflect` says; persistent collections are empty at the start of each test. What the parser refuses is answered by it
 * and comes to no rule.
 */
export async function runInProcess(test: FtwTest, options: InProcessOptions): Promise<TestOutcome> {
  const { running } = options;
  const environment = environmentOf(running);
  const reader = readerOf(running);
  const session = new Session();
  const wrong: string[] = [];
  for (const [index, stage] of test.stages.entries()) {
    const input = session.inputOf(stage);
    if (typeof input === 'string') {
      wrong.push(atStage(test, index, input));
      break;
    }
    const request = await reader.read(buildRequest(input));
    let result: StageResult;
    if (request.kind === 'refused') {
      const { status } = request;
      result = { status: status === 0 ? null : status, ids: new Set(), log: [], response: '' };
      session.answered(stage, null);
    } else {
      const answer = reflect(request.head.method, request.head.target, request.body);
      const response = {
        head: { status: answer.status, httpVersion: '1.1', rawHeaders: answer.rawHeaders },
        body: answer.body,
      };
      const judgement = await judge(request, {
        running,
        environment,
        trace: options.trace?.(),
        isPlain: options.isPlain,
        response,
      });
      options.observer?.(test, index, judgement);
      result = resultOf(judgement, answer);
      session.answered(stage, judgement.verdict.kind === 'pass' ? answer : null);
    }
    wrong.push(...checkStage(stage.output, result).map(text => atStage(test, index, text)));
  }
  return { test, wrong };
}

/** Records are made when a rule opens one: few tests have rules that do, and making room for them takes longer than a test. */
function environmentOf(running: Running): Environment {
  let made: Environment | null = null;
  const environment = (): Environment => {
    made ??= createEnvironment(() => running, running.plan.settings.collectionTimeout, MOST_RECORDS);
    return made;
  };
  return {
    countryOf: ip => environment().countryOf(ip),
    get collections() {
      return environment().collections;
    },
    get serverName() {
      return environment().serverName;
    },
  };
}

const readers = new WeakMap<Running, RequestReader>();

function readerOf(running: Running): RequestReader {
  let reader = readers.get(running);
  if (reader === undefined) {
    reader = new RequestReader(listenOptions(running.config).limits);
    readers.set(running, reader);
  }
  return reader;
}

function resultOf(judgement: Judgement, answer: ReturnType<typeof reflect>): StageResult {
  const { verdict, transaction } = judgement;
  const logged = transaction.matches;
  const ids = new Set(logged.map(match => match.id));
  const passed = verdict.kind === 'pass';
  // Few tests look at lines and answers: they are written out for those.
  return {
    status: passed ? answer.status : verdict.kind === 'drop' ? null : verdict.status,
    ids,
    get log() {
      return logged.map(logLine);
    },
    get response() {
      return passed ? responseText(answer) : '';
    },
  };
}

function responseText({ status, rawHeaders, body }: ReturnType<typeof reflect>): string {
  let text = `HTTP/1.1 ${status}\r\n`;
  for (let i = 0; i < rawHeaders.length; i += 2) text += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
  return `${text}\r\n${body.toString('latin1')}`;
}

/** A stage is named only where there are several. */
export function atStage(test: FtwTest, index: number, text: string): string {
  return test.stages.length === 1 ? text : `stage ${index + 1}: ${text}`;
}
