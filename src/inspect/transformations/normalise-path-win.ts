import type { TransformationSpec } from '../contract.js';
import { normalizePathWin } from './normalize-path-win.js';

export const normalisePathWin: TransformationSpec = { ...normalizePathWin, name: 'normalisePathWin' };
