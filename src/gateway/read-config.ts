import { ConfigError, type LoadedConfig, loadConfig } from '../config/index.js';
import { Problems, ProblemsError } from '../core/index.js';
import { loadRules } from '../seclang/index.js';
import { loadLists } from './build.js';
import { collect } from './problems.js';

/**
 * Reads a configuration. When it has mistakes, the rule files and lists it names are read all the same: who mends them
 * is told of every mistake in every file at once.
 * @throws ProblemsError
 */
export function readConfig(file: string): LoadedConfig {
  try {
    return loadConfig(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = new Problems();
    problems.list.push(...error.problems);
    const { rules, lists } = error.named;
    collect(problems, () => loadRules(rules));
    loadLists(
      lists.filter(({ source }) => 'file' in source),
      problems,
    );
    throw new ProblemsError(problems.list);
  }
}
