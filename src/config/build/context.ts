import type { Problems } from '../../core/index.js';

/** What every part of the build needs besides its own section. */
export interface BuildContext {
  readonly problems: Problems;
  /** Every file the configuration consists of, in the order they were first met. */
  readonly files: Set<string>;
  /** Texts read so far, by file: thousands of sites may share a block page, and then share its memory. */
  readonly texts: Map<string, string>;
  /** Absolute paths of folders where relative rule patterns are looked for after the configuration's own. */
  readonly workingFolder: string;
  readonly packageFolder: string;
}
