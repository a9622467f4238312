import { number } from './make.js';

export const secArgumentsLimit = number(
  'SecArgumentsLimit',
  'Most arguments of one request, query and body together; more sets REQBODY_ERROR. Default 1,000.',
  { example: 1000, least: 1, most: 1_000_000 },
  (scope, value) => {
    scope.settings.argumentsLimit = value;
  },
);
