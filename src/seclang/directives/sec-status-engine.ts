import { elsewhere } from './make.js';

export const secStatusEngine = elsewhere('SecStatusEngine', 'the gateway calls nobody', 'On', 'Off');
