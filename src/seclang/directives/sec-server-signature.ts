import { elsewhere } from './make.js';

export const secServerSignature = elsewhere(
  'SecServerSignature',
  'responses are forwarded with the header the site sends',
  '"Apache"',
);
