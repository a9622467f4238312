import { opener } from './records.js';

export const setsid = opener(
  'setsid',
  'SESSION',
  'Opens the SESSION collection under a session id; SESSIONID then has it.',
  'SecRule REQUEST_COOKIES:PHPSESSID "@rx ." "id:100050,phase:1,pass,nolog,setsid:%{MATCHED_VAR}"',
);
