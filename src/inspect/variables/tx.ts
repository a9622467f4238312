import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const tx: VariableSpec = {
  ...collection(
    'TX',
    'always-changing',
    'Variables of this transaction, set by setvar and by captures (TX:0 … TX:9).',
    ({ tx }) => tx.entries(),
    ({ tx }, lowerKey) => tx.find(lowerKey),
  ),
  select: ({ tx }, selector) => tx.select(selector),
};
