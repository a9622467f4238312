import { chosen, only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secCookieFormat: DirectiveSpec = {
  name: 'SecCookieFormat',
  summary: 'How cookies are read: 0, as browsers send them. 1 (RFC 2109) is read with a warning.',
  example: 'SecCookieFormat 0',
  apply(directive, args, scope) {
    const version = chosen(directive, only(directive, args, '0'), { 0: 0, 1: 1 });
    if (version === 1) {
      scope.warning(
        directive,
        'SecCookieFormat 1 has no effect here',
        'cookies are read as browsers send them',
      );
    }
  },
};
