import { byMsg } from './filters.js';
import { updateTarget } from './update-target.js';

export const secRuleUpdateTargetByMsg = updateTarget(
  'SecRuleUpdateTargetByMsg',
  '"MESSAGE"',
  'The same for the rules of a message.',
  'SecRuleUpdateTargetByMsg "SQL injection" "!ARGS:comment"',
  byMsg,
);
