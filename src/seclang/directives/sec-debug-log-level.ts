import { elsewhere } from './make.js';

export const secDebugLogLevel = elsewhere(
  'SecDebugLogLevel',
  'set `log.level` in the YAML; `sekisho explain` shows what rules see',
  '3',
);
