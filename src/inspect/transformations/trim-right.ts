import type { TransformationSpec } from '../contract.js';
import { right } from './white-space.js';

export const trimRight: TransformationSpec = {
  name: 'trimRight',
  summary: 'Removes whitespace from the end.',
  example: [' select 1 ', ' select 1'],
  touches: '\t \xa0',
  apply: right,
};
