import { choice } from './make.js';

export const secResponseBodyLimitAction = choice<'reject' | 'process-partial'>(
  'SecResponseBodyLimitAction',
  'What happens to a response over the limit: Reject answers 500 instead, ProcessPartial inspects its beginning and passes the rest on, counted as uninspected. Default ProcessPartial.',
  { ProcessPartial: 'process-partial', Reject: 'reject' },
  (scope, value) => {
    scope.settings.responseBodyLimitAction = value;
  },
);
