import { lowerAscii } from '../../core/index.js';
import { DEFAULT_MIME_TYPES } from '../../inspect/settings.js';
import { SyntaxProblem } from '../words.js';
import type { DirectiveSpec } from './spec.js';

export const secResponseBodyMimeType: DirectiveSpec = {
  name: 'SecResponseBodyMimeType',
  summary:
    'Media types of response bodies to inspect; several such directives add up. `(null)` is a response without one. Default text/plain text/html text/xml.',
  example: 'SecResponseBodyMimeType text/plain text/html application/json',
  apply(directive, args, scope) {
    if (args.length === 0) {
      throw new SyntaxProblem(
        directive.place(),
        `${directive.text} with 0 arguments`,
        'name media types, such as text/html',
      );
    }
    const { settings } = scope;
    const before =
      settings.responseBodyMimeTypes === DEFAULT_MIME_TYPES ? [] : settings.responseBodyMimeTypes;
    settings.responseBodyMimeTypes = [...new Set([...before, ...args.map(word => lowerAscii(word.text))])];
  },
};
