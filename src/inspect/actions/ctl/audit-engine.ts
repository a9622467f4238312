import { ActionError } from '../spec.js';
import type { CtlOption } from './spec.js';

const ENGINES: ReadonlyMap<string, 'always' | 'relevant' | 'never'> = new Map([
  ['on', 'always'],
  ['off', 'never'],
  ['relevantonly', 'relevant'],
]);

export const auditEngine: CtlOption = {
  name: 'auditEngine',
  summary:
    'As SecAuditEngine, for this transaction: On, Off or RelevantOnly. `audit.which: off` in the YAML wins.',
  example: 'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100101,phase:1,pass,nolog,ctl:auditEngine=Off"',
  compile(value) {
    const audit = ENGINES.get(value.toLowerCase());
    if (audit === undefined) throw new ActionError(`auditEngine=${value}`, 'write On, Off or RelevantOnly');
    return inspection => {
      inspection.transaction.audit = audit;
    };
  },
};
