import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const sessionid: VariableSpec = scalar(
  'SESSIONID',
  'always-changing',
  'What setsid was given.',
  ({ opened }) => opened.get('SESSION') ?? null,
);
