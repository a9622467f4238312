import { elsewhere } from './make.js';

export const secPcreMatchLimit = elsewhere(
  'SecPcreMatchLimit',
  'regexes run in linear time, or within a step limit of their own',
  '1000',
);
