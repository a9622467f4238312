import type { TransformationSpec } from '../contract.js';
import { resolvePath } from './resolve-path.js';

export const normalizePath: TransformationSpec = {
  name: 'normalizePath',
  summary: 'Removes repeated slashes, `.` segments, and `..` segments with what they go back over.',
  example: ['/var//www/./html/../../../etc/passwd', '/etc/passwd'],
  touches: '/.',
  apply: resolvePath,
};
