import type { RuleMatch } from '../../src/core/index.js';
import { createEnvironment } from '../../src/gateway/environment.js';
import type { Running } from '../../src/gateway/running.js';
import { judge, parseRawRequest } from '../../src/replay/index.js';

export interface Judged {
  readonly isBlocked: boolean;
  readonly matches: readonly RuleMatch[];
}

/** Judges raw requests (byte strings) by the rules of a configuration. */
export function createJudge(running: Running): (raw: string) => Promise<Judged> {
  const environment = createEnvironment(() => running, running.plan.settings.collectionTimeout);
  return async raw => {
    const { verdict, transaction } = await judge(parseRawRequest(Buffer.from(raw, 'latin1')), {
      running,
      environment,
    });
    return { isBlocked: verdict.kind !== 'pass', matches: transaction.matches };
  };
}
