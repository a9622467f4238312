import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const webappid: VariableSpec = scalar(
  'WEBAPPID',
  'head',
  'SecWebAppId.',
  ({ plan }) => plan.settings.webAppId,
);
