import type { LanguageDirective } from './language.js';

export const include: LanguageDirective = {
  name: 'Include',
  summary:
    'Reads further rule files here: a path from the folder of this file, with * and ? in its last part. None is an error.',
  example: 'Include rules/*.conf',
  parse: (directive, args) => ({ kind: 'setting', directive, args }),
};
