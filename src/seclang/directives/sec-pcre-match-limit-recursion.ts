import { elsewhere } from './make.js';

export const secPcreMatchLimitRecursion = elsewhere(
  'SecPcreMatchLimitRecursion',
  'regexes run in linear time, or within a step limit of their own',
  '1000',
);
