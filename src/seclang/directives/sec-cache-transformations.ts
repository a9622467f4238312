import { elsewhere } from './make.js';

export const secCacheTransformations = elsewhere(
  'SecCacheTransformations',
  'results of transformations are always shared between rules',
  'On',
);
