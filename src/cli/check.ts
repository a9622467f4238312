import { build, readConfig } from '../gateway/index.js';
import { EXIT } from './exit-codes.js';
import { printProblems } from './problems.js';

/** Reads everything a configuration names, as a start would, and says what is wrong. @throws ProblemsError */
export function check(configFile: string): number {
  const built = build(readConfig(configFile));
  printProblems(built.warnings);
  const { config } = built.loaded;
  const warnings = built.warnings.length === 0 ? 'no warnings' : `${built.warnings.length} warnings`;
  process.stdout.write(
    `${config.file}: ok, ${config.sites.length} sites, ${config.lists.length} lists, ` +
      `${built.rules.plan.rulesById.size} rules, ${warnings}\n`,
  );
  return EXIT.ok;
}
