import { flag, scalar } from './make.js';

/** The build of ModSecurity whose rule language this is, in its own form: two digits each of 3, 0 and 14, then 100. */
const BUILD = '030014100';

const NEVER =
  'a regex that reaches its step limit is a fault, answered by onFault, and no rule goes on after it';

/** What rules ask of the engine itself. */
export const ENGINE_VARIABLES = [
  scalar(
    'MODSEC_BUILD',
    'head',
    'The build of ModSecurity whose rule language this is, for rules that ask what they may use.',
    () => BUILD,
  ),
  flag('MSC_PCRE_ERROR', 'head', `Always 0: ${NEVER}.`, () => false),
  flag('MSC_PCRE_LIMITS_EXCEEDED', 'head', `Always 0: ${NEVER}.`, () => false),
];
