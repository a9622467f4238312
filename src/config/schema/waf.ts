import { z } from 'zod';
import type { Mode } from '../../core/index.js';
import { pathPrefix } from './path.js';
import { byteString, map, off, Refusal, scalar } from './scalar.js';

/** Rules that do not look at something, or not at all. */
export interface RuleExclusion {
  /** Rule ids from `first` to `last`, both included; equal for one rule. */
  readonly rule: { readonly first: number; readonly last: number };
  /**
   * A SecLang variable that these rules skip, e.g. `ARGS:comment` (the collection in upper case, the key a byte
   * string), or null: these rules do not run at all.
   */
  readonly target: string | null;
  /** Beginning of the normalised path below which this holds, or null for every path. */
  readonly path: string | null;
}

const RULE = 'the id of a rule, such as 942100, or a range such as "942100-942199"';
const TARGET = 'a SecLang variable such as ARGS:comment, REQUEST_COOKIES:session or REQUEST_BODY';

const ruleRange = scalar(
  z.union([z.int().positive(RULE), z.string().regex(/^\d{1,9}( ?- ?\d{1,9})?$/, RULE)], { error: RULE }),
  written => {
    const [first, last] = String(written).split('-').map(Number);
    const range = { first, last: last ?? first };
    if (range.first < 1 || range.last > 999_999_999) return new Refusal(RULE);
    return range.first > range.last ? new Refusal('the smaller rule id first') : range;
  },
);

const target = scalar(z.string({ error: TARGET }), written => {
  const colon = written.indexOf(':');
  const variable = colon < 0 ? written : written.slice(0, colon);
  const key = colon < 0 ? null : written.slice(colon + 1);
  if (variable.startsWith('!'))
    return new Refusal('a variable without "!": an exclusion already takes it away');
  // A key between slashes is a regular expression, where a bar is its own.
  if (/[|,]/.test(variable) || (key?.includes('|') && !key.startsWith('/')))
    return new Refusal('one variable; write a second exclusion for the second one');
  if (!/^[A-Za-z_]{1,64}$/.test(variable) || key === '') return new Refusal(TARGET);
  return key === null ? variable.toUpperCase() : `${variable.toUpperCase()}:${byteString(key)}`;
});

const exclusion = map({
  rule: ruleRange.describe('Id of a rule, or a range of ids such as "942100-942199".'),
  target: target
    .optional()
    .describe(
      'The variable these rules no longer look at, e.g. ARGS:comment. ' +
        'Default: none. Danger: without it the rules do not run at all.',
    ),
  path: pathPrefix
    .optional()
    .describe('Beginning of the paths where this holds. Default: every path of the site.'),
}).transform(
  (written): RuleExclusion => ({
    rule: written.rule,
    target: written.target ?? null,
    path: written.path ?? null,
  }),
);

const mode = z.union([z.enum(['block', 'detect']), off], { error: 'one of block, detect, off' });
const MODES = '`block` acts on what rules say, `detect` only records it, `off` does not inspect.';

export const siteWaf = map({
  mode: mode
    .prefault('block')
    .describe(`${MODES} Wins over SecRuleEngine. Default: block. Danger: detect and off stop no attack.`),
  paranoia: z
    .int({ error: 'a paranoia level from 1 to 4' })
    .min(1, { error: 'a paranoia level from 1 to 4' })
    .max(4, { error: 'a paranoia level from 1 to 4' })
    .optional()
    .describe(
      'Paranoia level of the Core Rule Set, 1 to 4: higher finds more and errs more. ' +
        'Default: what the rule files say (the Core Rule Set: 1).',
    ),
  onFault: z
    .enum(['block', 'pass'])
    .prefault('block')
    .describe(
      'When inspection itself fails: `block` refuses the request with 500, `pass` lets it through, counted either way. ' +
        'Default: block. Danger: with `pass`, who makes inspection fail is not inspected.',
    ),
  exclude: z
    .array(exclusion)
    .prefault([])
    .describe('Rules that make mistakes on this site, and where they shall not look. Default: none.'),
  paths: z
    .array(
      map({
        match: pathPrefix.describe('Beginning of the normalised path, such as /blog/.'),
        mode: mode.describe(MODES),
      }).transform((written): { path: string; mode: Mode } => ({ path: written.match, mode: written.mode })),
    )
    .prefault([])
    .describe('Another mode for some paths; the longest match counts. Default: none.'),
});
