import { elsewhere } from './make.js';

export const secTmpDir = elsewhere('SecTmpDir', 'nothing is written to temporary files', '/tmp');
