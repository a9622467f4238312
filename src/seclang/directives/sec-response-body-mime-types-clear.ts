import { exactly } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secResponseBodyMimeTypesClear: DirectiveSpec = {
  name: 'SecResponseBodyMimeTypesClear',
  summary: 'Forgets the media types, the default ones too; without any, all are inspected.',
  example: 'SecResponseBodyMimeTypesClear',
  apply(directive, args, { settings }) {
    exactly(directive, args, 0, '');
    settings.responseBodyMimeTypes = [];
  },
};
