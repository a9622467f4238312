import { elsewhere } from './make.js';

export const secRequestBodyInMemoryLimit = elsewhere(
  'SecRequestBodyInMemoryLimit',
  'bodies are held in memory; set `limits.maxBufferedBytes` in the YAML',
  '131072',
);
