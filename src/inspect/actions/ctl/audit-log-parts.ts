import { changeParts, isPartsChange, PARTS_FORM } from '../../audit-parts.js';
import { ActionError } from '../spec.js';
import type { CtlOption } from './spec.js';

export const auditLogParts: CtlOption = {
  name: 'auditLogParts',
  summary: 'As SecAuditLogParts, for this transaction: letters, or + or - and letters to add or leave out.',
  example: 'SecRule RESPONSE_BODY "@contains SQL syntax" "id:100102,phase:4,pass,nolog,ctl:auditLogParts=+E"',
  compile(value) {
    if (!isPartsChange(value)) throw new ActionError(`auditLogParts=${value}`, PARTS_FORM);
    return inspection => {
      const { transaction, plan } = inspection;
      transaction.auditParts = changeParts(transaction.auditParts ?? plan.settings.auditLogParts, value);
    };
  },
};
