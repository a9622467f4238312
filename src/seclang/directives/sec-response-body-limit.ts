import { LARGEST_BODY, number } from './make.js';

export const secResponseBodyLimit = number(
  'SecResponseBodyLimit',
  'How much of a response body is inspected, in bytes. Default 524,288.',
  { example: 524_288, least: 1, most: LARGEST_BODY },
  (scope, value) => {
    scope.settings.responseBodyLimit = value;
  },
);
