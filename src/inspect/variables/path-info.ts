import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const pathInfo: VariableSpec = scalar(
  'PATH_INFO',
  'head',
  'The path; a gateway cannot know which part of it is a script.',
  ({ head }) => head.decodedFilename,
);
