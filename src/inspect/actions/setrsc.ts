import { opener } from './records.js';

export const setrsc = opener(
  'setrsc',
  'RESOURCE',
  'Opens the RESOURCE collection under a key.',
  'SecAction "id:100055,phase:1,pass,nolog,setrsc:%{REQUEST_FILENAME}"',
);
