import { elsewhere } from './make.js';

export const secDataDir = elsewhere('SecDataDir', 'persistent collections are kept in memory', '/tmp');
