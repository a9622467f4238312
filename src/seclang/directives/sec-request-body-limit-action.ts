import { choice } from './make.js';

export const secRequestBodyLimitAction = choice<'reject' | 'process-partial'>(
  'SecRequestBodyLimitAction',
  'What happens over the limit: Reject answers 413, ProcessPartial inspects the beginning and passes the rest on, counted as uninspected. In detection always ProcessPartial. `overBodyLimit` in the YAML wins. Default Reject.',
  { Reject: 'reject', ProcessPartial: 'process-partial' },
  (scope, value) => {
    scope.settings.requestBodyLimitAction = value;
  },
);
