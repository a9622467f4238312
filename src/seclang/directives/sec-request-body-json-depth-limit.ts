import { number } from './make.js';

export const secRequestBodyJsonDepthLimit = number(
  'SecRequestBodyJsonDepthLimit',
  'Deepest nesting of a JSON or XML body; deeper sets REQBODY_ERROR. Default 512.',
  { example: 512, least: 1, most: 10_000 },
  (scope, value) => {
    scope.settings.requestBodyDepthLimit = value;
  },
);
