import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const userid: VariableSpec = scalar(
  'USERID',
  'always-changing',
  'What setuid was given.',
  ({ opened }) => opened.get('USER') ?? null,
);
