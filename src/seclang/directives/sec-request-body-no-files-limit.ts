import { LARGEST_BODY, number } from './make.js';

export const secRequestBodyNoFilesLimit = number(
  'SecRequestBodyNoFilesLimit',
  'Largest request body in bytes, uploaded files left out. Default: none of its own.',
  { example: 131_072, least: 1, most: LARGEST_BODY },
  (scope, value) => {
    scope.settings.requestBodyNoFilesLimit = value;
  },
);
