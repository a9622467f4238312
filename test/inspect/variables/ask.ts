import type { Test } from 'tap';
import { createEnvironment } from '../../../src/gateway/environment.js';
import { VARIABLES } from '../../../src/inspect/variables/registry.js';
import { type JudgeOptions, judge, parseRawRequest } from '../../../src/replay/index.js';
import { TempFolder } from '../../support/folder.js';
import { COUNTRIES } from '../../support/gateway.js';
import { compileRules } from '../../support/offline.js';

/** Names and values of a variable as rules see them, e.g. `[['ARGS:a', '1']]`. */
export type Seen = readonly (readonly [name: string, value: string])[];

/** Answers what every target of `targets` shows of a raw request. */
export type Ask = (
  request: string | Buffer,
  options?: Pick<JudgeOptions, 'peer' | 'response'>,
) => Promise<ReadonlyMap<string, Seen>>;

const FIRST = 9_000_001;

/**
 * Compiles rules that look at targets, after other rules, and asks them of requests.
 * @param rules rules that run before
 * @param targets default: every variable of the registry
 * @param phase of the rules that look. Default 5, when everything is there
 */
export function asker(
  t: Test,
  rules = '',
  targets: readonly string[] = [...VARIABLES.keys()],
  phase = 5,
): Ask {
  const folder = new TempFolder(t);
  const lookers = targets.map(
    (target, index) =>
      `SecRule ${target} "@unconditionalMatch" "id:${FIRST + index},phase:${phase},pass,nolog,t:none"\n`,
  );
  folder.write('country.mmdb', COUNTRIES);
  const file = folder.write('rules/a.conf', `${rules}\n${lookers.join('')}`);
  const running = compileRules(folder, [file], 'mode: block', 'geoip: { country: country.mmdb }');
  const environment = createEnvironment(() => running, 3600);
  return async (request, options) => {
    const seen = new Map<string, [string, string][]>(targets.map(target => [target, []]));
    await judge(parseRawRequest(typeof request === 'string' ? Buffer.from(request, 'latin1') : request), {
      running,
      environment,
      ...options,
      trace: (rule, _link, entry, form) => {
        const target = targets[rule.id - FIRST];
        if (target !== undefined && entry !== null && form !== null) {
          seen.get(target)?.push([entry.name, form.bytes]);
        }
      },
    });
    return seen;
  };
}

/** A raw request from its lines and its body. */
export function raw(line: string, headers: readonly string[] = [], body = ''): string {
  return `${[`${line} HTTP/1.1`, 'Host: www.example.jp', ...headers].join('\r\n')}\r\n\r\n${body}`;
}
