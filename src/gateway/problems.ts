import type { LoadedConfig } from '../config/index.js';
import { type Problems, ProblemsError } from '../core/index.js';
import { OperatorError } from '../inspect/index.js';

/** Runs a step that throws all its mistakes at once. @returns null when it did */
export function collect<T>(problems: Problems, step: () => T): T | null {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    problems.list.push(...error.problems);
    return null;
  }
}

/** Runs a step whose error belongs to one place of the configuration. @returns null when it failed */
export function atPlace<T>(
  loaded: Pick<LoadedConfig, 'place'>,
  path: (string | number)[],
  problems: Problems,
  step: () => T,
): T | null {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [found, expected] =
      error instanceof OperatorError ? [error.found, error.expected] : [error.message, ''];
    problems.error(loaded.place(path), found, expected);
    return null;
  }
}
