import { ConfigError, finish, type LoadedConfig, type LoadOptions, loadSteps } from '../config/index.js';
import { Problems, ProblemsError } from '../core/index.js';
import { loadRules } from '../seclang/index.js';
import { ListCache } from './lists.js';
import { collect } from './problems.js';

/**
 * Reads a configuration. When it has mistakes, the rule files and lists it names are read all the same: who mends them
 * is told of every mistake in every file at once.
 * @throws ProblemsError
 */
export function readConfig(file: string, options: LoadOptions = {}): LoadedConfig {
  return finish(readConfigSteps(file, options));
}

/** As `readConfig`, and lets go after each file of a `sites` folder. */
export function* readConfigSteps(file: string, options: LoadOptions = {}): Generator<void, LoadedConfig> {
  try {
    return yield* loadSteps(file, options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = new Problems();
    problems.list.push(...error.problems);
    const { rules, lists } = error.named;
    collect(problems, () => loadRules(rules));
    new ListCache().load(
      lists.filter(({ source }) => 'file' in source),
      problems,
    );
    throw new ProblemsError(problems.list);
  }
}
