import { choice } from './make.js';

export const secRequestBodyAccess = choice(
  'SecRequestBodyAccess',
  'Whether request bodies are inspected. Default On.',
  { On: true, Off: false },
  (scope, value) => {
    scope.settings.requestBodyAccess = value;
  },
);
