import type { TransformationSpec } from '../contract.js';
import { normalizePath } from './normalize-path.js';

export const normalisePath: TransformationSpec = { ...normalizePath, name: 'normalisePath' };
