import type { TransformationSpec } from '../contract.js';
import { left } from './white-space.js';

export const trimLeft: TransformationSpec = {
  name: 'trimLeft',
  summary: 'Removes whitespace from the beginning.',
  example: [' select 1 ', 'select 1 '],
  touches: '\t \xa0',
  apply: left,
};
