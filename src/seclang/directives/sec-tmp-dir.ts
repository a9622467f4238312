import { elsewhere } from './make.js';

export const secTmpDir = elsewhere(
  'SecTmpDir',
  'nothing is written to temporary files; `limits.maxBufferedBytes` in the YAML bounds what is held in memory',
  '/tmp',
);
