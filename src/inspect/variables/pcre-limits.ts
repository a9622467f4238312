/** Why the variables of PCRE's limits say nothing, for the documentation. */
export const NEVER =
  'a regex that reaches its step limit is a fault, answered by onFault, and no rule goes on after it';
