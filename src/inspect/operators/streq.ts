import type { OperatorSpec } from '../contract.js';
import { comparing, requiresArgument } from './argument.js';

export const streq: OperatorSpec = {
  name: 'streq',
  summary: 'The value equals the argument, byte by byte.',
  example: 'SecRule ARGS:token "!@streq %{SESSION.token}" "id:1005,phase:2,deny"',
  compile: argument => comparing(argument, (value, text) => value === text),
  requires: requiresArgument,
};
