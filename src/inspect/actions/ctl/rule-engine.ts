import type { Mode } from '../../../core/index.js';
import { ActionError } from '../spec.js';
import type { CtlOption } from './spec.js';

const MODES: ReadonlyMap<string, Mode> = new Map([
  ['on', 'block'],
  ['detectiononly', 'detect'],
  ['off', 'off'],
]);

export const ruleEngine: CtlOption = {
  name: 'ruleEngine',
  summary:
    'As SecRuleEngine, for this transaction: On, DetectionOnly or Off. It loosens what a site’s YAML says, and never tightens it.',
  example: 'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100110,phase:1,pass,nolog,ctl:ruleEngine=Off"',
  compile(value) {
    const mode = MODES.get(value.toLowerCase());
    if (mode === undefined) throw new ActionError(`ruleEngine=${value}`, 'write On, DetectionOnly or Off');
    return inspection => {
      const { transaction } = inspection;
      if (mode !== 'block' || transaction.mode === 'block') inspection.enforcement = mode;
      else if (inspection.mayTighten) {
        transaction.mode = mode;
        inspection.enforcement = mode;
      }
    };
  },
};
