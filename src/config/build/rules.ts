import { isAbsolute } from 'node:path';
import { show } from '../explain.js';
import type { Section } from '../source.js';
import type { BuildContext } from './context.js';
import { whyUnreadable } from './files.js';
import { filesOf } from './pattern.js';

/**
 * Files of the rule patterns, in order, each once. A relative pattern is looked for in the folder of the
 * configuration, in the working folder and in the package's own; the first that has a match counts.
 */
export function buildRules(patterns: readonly string[], section: Section, context: BuildContext): string[] {
  const rules = new Set<string>();
  const folders = new Set([section.source.folder, context.workingFolder, context.packageFolder]);
  patterns.forEach((pattern, index) => {
    const at = section.at(index);
    const found = isAbsolute(pattern) ? filesOf(pattern, '/') : firstMatch(pattern, folders);
    if (found.length === 0) {
      const where = isAbsolute(pattern) ? '' : ` in ${[...folders].map(show).join(', ')}`;
      at.error(
        `no file matches the rule pattern ${show(pattern)}`,
        `expected SecLang files${where}; \`rules: []\` is how to have none`,
      );
    }
    for (const file of found) {
      const reason = whyUnreadable(file);
      if (reason !== null) at.error(`the rule file ${show(file)}: ${reason}`, 'expected a readable file');
      else if (rules.has(file))
        at.warning(`the rule file ${show(file)} is named twice`, 'it is loaded once, at its first place');
      rules.add(file);
      context.files.add(file);
    }
  });
  if (patterns.length === 0) {
    section.warning(
      'no rules: nothing is inspected',
      'expected rule files, or no `rules` key for the ones of the package',
    );
  }
  return [...rules];
}

function firstMatch(pattern: string, folders: Iterable<string>): string[] {
  for (const folder of folders) {
    const found = filesOf(pattern, folder);
    if (found.length > 0) return found;
  }
  return [];
}
