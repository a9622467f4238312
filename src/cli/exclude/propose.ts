import type { RuleMatch } from '../../core/index.js';
import { createEnvironment } from '../../gateway/environment.js';
import type { Running, RunningSite } from '../../gateway/index.js';
import { Router } from '../../gateway/router.js';
import { compileSiteExclusion } from '../../inspect/index.js';
import { type Judgement, judge, type RawRequest } from '../../replay/index.js';

/** One entry of `waf.exclude`. */
export interface ProposedExclusion {
  readonly rule: number;
  readonly target: string;
  readonly path: string;
}

export interface Proposal {
  /** Without any of the exclusions. */
  readonly before: Judgement;
  readonly exclusions: readonly ProposedExclusion[];
  /** With them. */
  readonly after: Judgement;
}

/** What one exclusion uncovers (a rule that a block hid) is excluded in the next round. */
const MOST_ROUNDS = 8;

/**
 * The fewest exclusions of one rule, one variable and one path with which the request passes.
 * @returns exclusions with which it is still blocked where none can help: `after` tells
 */
export async function propose(
  running: Running,
  site: RunningSite,
  request: RawRequest,
  peer: string,
): Promise<Proposal> {
  const run = (exclusions: readonly ProposedExclusion[]): Promise<Judgement> => {
    const changed = withExclusions(running, site, exclusions);
    const environment = createEnvironment(() => changed, changed.plan.settings.collectionTimeout);
    return judge(request, { running: changed, environment, peer });
  };
  const before = await run([]);
  let exclusions: ProposedExclusion[] = [];
  let after = before;
  for (let round = 0; round < MOST_ROUNDS && !passes(after); round++) {
    const more = exclusionsFor(after.transaction.matches, after.transaction.path ?? '/', exclusions);
    if (more.length === 0) break;
    exclusions = [...exclusions, ...more];
    after = await run(exclusions);
  }
  if (!passes(after)) return { before, exclusions, after };
  for (const exclusion of [...exclusions]) {
    const fewer = exclusions.filter(other => other !== exclusion);
    const judgement = await run(fewer);
    if (!passes(judgement)) continue;
    exclusions = fewer;
    after = judgement;
  }
  return { before, exclusions, after };
}

/** What the rules say counts, in a site that only detects as well. */
export function passes({ transaction, verdict }: Judgement): boolean {
  return verdict.kind === 'pass' && transaction.verdict.kind === 'pass';
}

/** The configuration with this site alone, for every host, and its exclusions with these behind them. */
export function withExclusions(
  running: Running,
  site: RunningSite,
  exclusions: readonly ProposedExclusion[],
): Running {
  const compiled = exclusions.map(({ rule, target, path }) =>
    compileSiteExclusion({ from: rule, to: rule, target, path }),
  );
  const only = {
    ...site,
    site: { ...site.site, hosts: ['*'] },
    exclusions: [...site.exclusions, ...compiled],
  };
  return { ...running, sites: [only], router: new Router([only]) };
}

/** Weak evidence first: it is what the request most likely passes without excluding. */
function exclusionsFor(
  matches: readonly RuleMatch[],
  path: string,
  known: readonly ProposedExclusion[],
): ProposedExclusion[] {
  const found = new Map<string, ProposedExclusion & { readonly severity: number }>();
  for (const { id, target, severity } of matches) {
    const named = excludable(target);
    if (named === null) continue;
    const key = `${id} ${named}`;
    if (known.some(({ rule, target: other }) => `${rule} ${other}` === key)) continue;
    found.set(key, { rule: id, target: named, path, severity: severity ?? 0 });
  }
  const sorted = [...found.values()].sort((a, b) => b.severity - a.severity);
  return sorted.map(({ rule, target }) => ({ rule, target, path }));
}

/** What to exclude where a rule matched this; null for scores, which are sums of what others found. */
function excludable(matched: string): string | null {
  // A chained rule looks at what the first one matched.
  const target = matched.replace(/^(?:MATCHED_VARS?:)+/, '');
  if (!target.startsWith('TX:')) {
    const colon = target.indexOf(':');
    if (colon < 0) return target;
    const key = target.slice(colon + 1);
    return /[|,/\s'"]/.test(key) ? `${target.slice(0, colon)}:/^${escaped(key)}$/` : target;
  }
  // What rules found inside an argument: the numbers in its name differ from request to request.
  const name = /(?:^|[_:])((?:args|request_cookies|request_headers):[\s\S]+)$/i.exec(target)?.[1];
  if (name !== undefined) return `TX:/${escaped(name)}$/`;
  return /^TX:(?:decoded|part|base64)_/i.test(target) ? target : null;
}

function escaped(text: string): string {
  return text.replace(/[^\w:]/g, char => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
