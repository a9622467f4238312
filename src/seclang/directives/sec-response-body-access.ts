import { choice } from './make.js';

export const secResponseBodyAccess = choice(
  'SecResponseBodyAccess',
  'Whether response bodies are inspected. Default Off.',
  { On: true, Off: false },
  (scope, value) => {
    scope.settings.responseBodyAccess = value;
  },
);
