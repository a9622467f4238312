import type { z } from 'zod';
import type { Site } from '../../core/index.js';
import type { Config, SiteConfig } from '../config.js';
import { show } from '../explain.js';
import type { site } from '../schema/site.js';
import type { Section } from '../source.js';
import type { BuildContext } from './context.js';
import type { CountryGroups } from './country-groups.js';
import { requireText } from './files.js';
import { checkGate, isOpen, OPEN_GATE, resolveCountries } from './gate.js';
import { buildTls } from './tls.js';
import { buildHeaderRules, buildPool, buildRoutes } from './upstreams.js';

const MOST_BLOCK_PAGE_BYTES = 256 * 1024;

/** What a site is checked against besides itself. */
export interface SiteSurroundings {
  readonly lists: ReadonlySet<string>;
  readonly groups: CountryGroups;
  /** Null when the listeners are wrong themselves. */
  readonly listen: Config['listen'] | null;
}

/** @returns the site; when something was reported as an error it may lack what was wrong */
export function buildSite(
  written: z.output<typeof site>,
  around: SiteSurroundings,
  section: Section,
  context: BuildContext,
): SiteConfig {
  const gate = resolveCountries(written.gate ?? OPEN_GATE, around.groups, section.at('gate'));
  checkGate(gate, around.lists, section.at('gate'));
  const tls =
    written.tls === undefined ? null : buildTls(written.tls, written.hosts, section.at('tls'), context);
  const page = (key: 'blockPage' | 'maintenancePage'): string | null => {
    const file = written[key];
    if (file === undefined) return null;
    return requireText(file, MOST_BLOCK_PAGE_BYTES, section.at(key), context)?.text ?? null;
  };
  const [name] = written.hosts;
  const surroundings = { name, listen: around.listen };
  checkSurroundings(written, around.listen, section);
  const { waf } = written;
  const ungated = isOpen(gate) && gate.paths.every(isOpen);
  if (ungated && waf.mode === 'off' && waf.paths.every(path => path.mode === 'off')) {
    section
      .at('waf')
      .warning(
        `the site ${written.hosts[0]} has no gate and does not inspect: it is not protected`,
        'expected waf.mode block or detect, or a gate',
      );
  }
  const site: Site = {
    name,
    hosts: written.hosts,
    pool: buildPool(written, surroundings, section, context),
    routes: buildRoutes(written.routes, surroundings, section.at('routes'), context),
    requestHeaders: buildHeaderRules(written.requestHeaders, section.at('requestHeaders')),
    responseHeaders: buildHeaderRules(written.responseHeaders, section.at('responseHeaders')),
    bodyLimit: written.bodyLimit,
    overBodyLimit: written.overBodyLimit,
    onFault: waf.onFault,
    mode: waf.mode,
    modeByPath: waf.paths.toSorted((a, b) => b.path.length - a.path.length),
    blockPage: page('blockPage'),
    maintenancePage: page('maintenancePage'),
  };
  checkPaths(waf.paths, section.at('waf', 'paths'));
  return { site, tls, gate, paranoia: waf.paranoia ?? null, exclude: waf.exclude, unset: unsetKeys(section) };
}

/** Keys that hold their default because nobody wrote them: there, a rule file's setting counts. */
function unsetKeys(section: Section): SiteConfig['unset'] {
  return {
    mode: !section.has('waf', 'mode'),
    bodyLimit: !section.has('bodyLimit'),
    overBodyLimit: !section.has('overBodyLimit'),
  };
}

function checkSurroundings(
  written: z.output<typeof site>,
  listen: Config['listen'] | null,
  section: Section,
): void {
  if (written.tls !== undefined && listen?.https.length === 0) {
    section.at('tls').warning('a certificate, but no listen.https', 'expected listen: { https: 443 }');
  }
}

function checkPaths(paths: readonly { readonly path: string }[], section: Section): void {
  const seen = new Set<string>();
  paths.forEach(({ path }, index) => {
    if (seen.has(path)) section.at(index).error(`a second mode for ${show(path)}`, 'expected each path once');
    seen.add(path);
  });
}
