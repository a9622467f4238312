import { opener } from './records.js';

export const setuid = opener(
  'setuid',
  'USER',
  'Opens the USER collection under a user name; USERID then has it.',
  'SecRule ARGS:username "@rx ." "id:100054,phase:2,pass,nolog,setuid:%{MATCHED_VAR}"',
);
