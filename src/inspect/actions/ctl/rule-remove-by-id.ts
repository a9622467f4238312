import { idRanges, removeRules } from './filters.js';
import type { CtlOption } from './spec.js';

export const ruleRemoveById: CtlOption = {
  name: 'ruleRemoveById',
  summary: 'Takes rules out by ids and ranges, for the rest of this transaction.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100111,phase:1,pass,nolog,ctl:ruleRemoveById=942000-942999"',
  compile(value) {
    return removeRules(idRanges(value));
  },
};
