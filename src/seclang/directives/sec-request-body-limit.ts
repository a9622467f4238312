import { LARGEST_BODY, number } from './make.js';

export const secRequestBodyLimit = number(
  'SecRequestBodyLimit',
  'Largest request body that is read for inspection, in bytes. `bodyLimit` in the YAML wins.',
  { example: 13_107_200, least: 1, most: LARGEST_BODY },
  (scope, value) => {
    scope.settings.requestBodyLimit = value;
  },
);
