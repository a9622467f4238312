import { ActionError } from '../spec.js';
import type { CtlOption } from './spec.js';

const CHOICES: ReadonlyMap<string, 'off' | 'on' | 'only'> = new Map([
  ['on', 'on'],
  ['off', 'off'],
  ['onlyargs', 'only'],
]);

export const parseXmlIntoArgs: CtlOption = {
  name: 'parseXmlIntoArgs',
  summary: 'As SecParseXmlIntoArgs, for this transaction, in phase 1: On, Off or OnlyArgs.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /soap/" "id:100118,phase:1,pass,nolog,ctl:parseXmlIntoArgs=On"',
  compile(value) {
    const choice = CHOICES.get(value.toLowerCase());
    if (choice === undefined) throw new ActionError(`parseXmlIntoArgs=${value}`, 'write On, Off or OnlyArgs');
    return inspection => {
      inspection.xmlIntoArgs = choice;
    };
  },
};
