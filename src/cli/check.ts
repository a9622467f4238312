import { build, readConfig } from '../gateway/index.js';
import { EXIT } from './exit-codes.js';
import { printProblems } from './problems.js';

/** Reads everything a configuration names, as a start would, and says what is wrong. @throws ProblemsError */
export function check(configFile: string): number {
  const built = build(readConfig(configFile));
  printProblems(built.warnings);
  const { config } = built.loaded;
  const counts = [
    count(config.sites.length, 'site'),
    count(config.lists.length, 'list'),
    count(built.rules.plan.rulesById.size, 'rule'),
    count(built.warnings.length, 'warning'),
  ];
  process.stdout.write(`${config.file}: ok, ${counts.join(', ')}\n`);
  return EXIT.ok;
}

/** `no rules`, `1 rule`, `2 rules`. */
function count(number: number, thing: string): string {
  return `${number === 0 ? 'no' : number} ${thing}${number === 1 ? '' : 's'}`;
}
