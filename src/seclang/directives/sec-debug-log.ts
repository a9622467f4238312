import { elsewhere } from './make.js';

export const secDebugLog = elsewhere(
  'SecDebugLog',
  'set `log.level` in the YAML; `sekisho explain` shows what rules see',
  '/var/log/debug.log',
);
