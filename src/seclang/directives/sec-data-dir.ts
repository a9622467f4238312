import { elsewhere } from './make.js';

export const secDataDir = elsewhere('SecDataDir', 'collections are kept in memory', '/tmp');
