import { RequestError } from '../src/core/index.js';
import { createEnvironment } from '../src/gateway/environment.js';
import { judge, parseRawRequest } from '../src/replay/index.js';
import { CRS4, ENGINE, SETTINGS, skipWithoutCrs4 } from '../test/crs/corpus.js';
import { RULE_SETS, rulePatterns } from '../test/inspect/regex/corpus.js';
import { TempFolder } from '../test/support/folder.js';
import { compileRules } from '../test/support/offline.js';
import { numbers } from '../test/support/random.js';
import { adversarialText, SHAPES } from './adversary.js';
import type { Soak } from './soak.js';

/** Milliseconds beyond its share that one request may take: parsing it, and the operator that ran when its share was spent. */
const SLACK = 150;
/** What is wished for: milliseconds for any request, and for each kilobyte. */
const BAR = { fixed: 20, perKilobyte: 0.15 };

/** Text over the alphabet of each pattern, at the limits: what the most expensive requests take of the processor. */
export const adversarial: Soak = {
  name: 'adversarial',
  summary: 'Requests made against each pattern of CRS v4, at the size limits: processor time of one request.',
  skip: skipWithoutCrs4,
  minutes: 10,
  async run(seed, say) {
    const ends: (() => unknown)[] = [];
    const folder = new TempFolder({ teardown: (end: () => unknown) => ends.push(end) });
    const rules = [ENGINE, `${CRS4}/crs-setup.conf.example`, SETTINGS, `${CRS4}/rules/*.conf`];
    const running = compileRules(folder, rules, 'mode: detect, paranoia: 1');
    const environment = createEnvironment(() => running, 3600, undefined, true);
    const { fixed, perMebibyte } = environment.timeAllowance!;
    const patterns = [...new Set(rulePatterns(RULE_SETS.crs4).map(({ pattern }) => pattern))];
    const draw = numbers(seed);
    const wrong: string[] = [];
    const figures: Record<string, number | string> = { patterns: patterns.length };
    for (const [shape, { size, make }] of Object.entries(SHAPES)) {
      const times: number[] = [];
      let overBar = 0;
      let stopped = 0;
      for (const pattern of patterns) {
        const text = adversarialText(pattern, size, draw);
        if (text === null) continue;
        const bytes = make(text);
        const before = process.cpuUsage();
        try {
          await judge(parseRawRequest(bytes), { running, environment });
        } catch (error) {
          if (!(error instanceof RequestError) || error.code !== 'inspection-time') throw error;
          stopped++;
        }
        const { user, system } = process.cpuUsage(before);
        const time = (user + system) / 1000;
        times.push(time);
        if (time > BAR.fixed + (BAR.perKilobyte * bytes.length) / 1000) overBar++;
        const share = fixed + (perMebibyte * bytes.length) / 2 ** 20;
        if (time > share + SLACK)
          wrong.push(
            `${shape}: ${Math.round(time)} ms of a share of ${Math.round(share)}: ${pattern.slice(0, 120)}`,
          );
      }
      times.sort((a, b) => a - b);
      figures[`${shape}: median ms`] = Math.round(times[times.length >> 1]! * 10) / 10;
      figures[`${shape}: most ms`] = Math.round(times[times.length - 1]!);
      figures[`${shape}: over 20 ms + 0.15 ms/kB`] = overBar;
      figures[`${shape}: stopped by their share`] = stopped;
      say(
        `${shape}: median ${figures[`${shape}: median ms`]} ms, most ${figures[`${shape}: most ms`]} ms, ${stopped} stopped`,
      );
    }
    for (const end of ends) end();
    return { wrong, figures };
  },
};
