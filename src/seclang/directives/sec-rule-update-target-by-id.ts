import { idFilter } from './filters.js';
import { updateTarget } from './update-target.js';

export const secRuleUpdateTargetById = updateTarget(
  'SecRuleUpdateTargetById',
  'ID',
  'Adds variables to what the rules of an id or range look at, or with ! takes them out; a third word names variables that the new ones replace.',
  'SecRuleUpdateTargetById 942100 "!ARGS:comment"',
  idFilter,
);
