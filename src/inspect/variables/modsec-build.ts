import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

/** The build of ModSecurity whose rule language this is, in its own form: two digits each of 3, 0 and 14, then 100. */
const BUILD = '030014100';

export const modsecBuild: VariableSpec = scalar(
  'MODSEC_BUILD',
  'head',
  'The build of ModSecurity whose rule language this is, for rules that ask what they may use.',
  () => BUILD,
);
