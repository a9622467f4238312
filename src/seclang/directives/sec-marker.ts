import type { LanguageDirective } from './language.js';
import { only } from './make.js';

export const secMarker: LanguageDirective = {
  name: 'SecMarker',
  summary: 'A place that skipAfter leads to.',
  example: 'SecMarker END-OF-CHECKS',
  parse: (directive, args) => ({ kind: 'marker', directive, name: only(directive, args, 'NAME') }),
};
