import type { Path, SiteConfig } from '../config/index.js';
import type { Mode, Place, Problems, Site } from '../core/index.js';
import type { Plan } from '../inspect/index.js';

const ENGINE_WORDS: Readonly<Record<Mode, string>> = { block: 'On', detect: 'DetectionOnly', off: 'Off' };

/**
 * The site with what rule files say where the YAML says nothing. A key in the YAML wins; where a rule file says
 * otherwise, `check` warns.
 */
export function effectiveSite(
  config: SiteConfig,
  settings: Plan['settings'],
  place: (path: Path) => Place,
  problems: Problems,
): Site {
  const { site, unset } = config;
  const differs = (
    key: string,
    path: (string | number)[],
    yaml: unknown,
    directive: string,
    rules: unknown,
  ): void => {
    problems.warning(
      place(path),
      `${key} is ${yaml}, but a rule file says ${directive} ${rules}`,
      'the YAML wins; take one of them out',
    );
  };
  const changed: { mode?: Mode; bodyLimit?: number; overBodyLimit?: Site['overBodyLimit'] } = {};
  const { ruleEngine, requestBodyLimit, requestBodyLimitAction } = settings;
  if (ruleEngine !== null && ruleEngine !== site.mode) {
    if (unset.mode) changed.mode = ruleEngine;
    else differs('waf.mode', ['waf', 'mode'], site.mode, 'SecRuleEngine', ENGINE_WORDS[ruleEngine]);
  }
  if (requestBodyLimit !== null && requestBodyLimit !== site.bodyLimit) {
    if (unset.bodyLimit) changed.bodyLimit = requestBodyLimit;
    else differs('bodyLimit', ['bodyLimit'], site.bodyLimit, 'SecRequestBodyLimit', requestBodyLimit);
  }
  const action =
    requestBodyLimitAction === null ? null : requestBodyLimitAction === 'reject' ? 'reject' : 'pass-partial';
  if (action !== null && action !== site.overBodyLimit) {
    if (unset.overBodyLimit) changed.overBodyLimit = action;
    else differs('overBodyLimit', ['overBodyLimit'], site.overBodyLimit, 'SecRequestBodyLimitAction', action);
  }
  return Object.freeze({ ...site, ...changed });
}
