import { byTag } from './filters.js';
import { updateTarget } from './update-target.js';

export const secRuleUpdateTargetByTag = updateTarget(
  'SecRuleUpdateTargetByTag',
  '"TAG"',
  'The same for the rules of a tag.',
  'SecRuleUpdateTargetByTag "attack-sqli" "!ARGS:comment"',
  byTag,
);
