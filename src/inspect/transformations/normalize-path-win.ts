import type { TransformationSpec } from '../contract.js';
import { resolvePath } from './resolve-path.js';

export const normalizePathWin: TransformationSpec = {
  name: 'normalizePathWin',
  summary: 'Turns backslashes into slashes, then works as normalizePath.',
  example: ['c:\\temp\\..\\windows\\system32', 'c:/windows/system32'],
  touches: '/.\\',
  apply: bytes => resolvePath(bytes.replaceAll('\\', '/')),
};
