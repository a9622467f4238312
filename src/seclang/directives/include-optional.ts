import type { LanguageDirective } from './language.js';

export const includeOptional: LanguageDirective = {
  name: 'IncludeOptional',
  summary: 'As Include, but there may be no such file.',
  example: 'IncludeOptional local/*.conf',
  parse: (directive, args) => ({ kind: 'setting', directive, args }),
};
