import type { Mode } from '../../core/index.js';
import { choice } from './make.js';

export const secRuleEngine = choice<Mode>(
  'SecRuleEngine',
  'On blocks, DetectionOnly records, Off does not inspect. `waf.mode` in the YAML wins. Default: what the YAML says.',
  { On: 'block', DetectionOnly: 'detect', Off: 'off' },
  (scope, value) => {
    scope.settings.ruleEngine = value;
  },
);
