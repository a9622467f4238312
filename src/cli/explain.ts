import { readFileSync } from 'node:fs';
import { createEnvironment } from '../gateway/environment.js';
import { judge, parseRawRequest, RawRequestError } from '../replay/index.js';
import { EXIT } from './exit-codes.js';
import { asJson, asText } from './explain-format.js';
import { Recorder } from './explain-recorder.js';
import { compileOffline } from './running.js';

export interface ExplainOptions {
  readonly config: string;
  readonly json: boolean;
  /** Address the request is said to come from. */
  readonly from: string;
}

const STANDARD_INPUT = 0;

/** Sends one raw request from a file (or `-`) through the engine and prints what every matching rule saw. */
export async function explain(file: string, options: ExplainOptions): Promise<number> {
  const { running } = compileOffline(options.config);
  const raw = readFileSync(file === '-' ? STANDARD_INPUT : file);
  const recorder = new Recorder();
  try {
    const request = parseRawRequest(raw);
    const environment = createEnvironment(() => running, running.plan.settings.collectionTimeout);
    const judgement = await judge(request, {
      running,
      environment,
      peer: options.from,
      trace: recorder.trace,
    });
    const report = { judgement, steps: recorder.finish(judgement.inspection) };
    process.stdout.write(options.json ? asJson(report) : asText(report));
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof RawRequestError)) throw error;
    process.stderr.write(`${file}:${error.line}:1: error: ${error.message}\n`);
    return EXIT.failed;
  }
}
