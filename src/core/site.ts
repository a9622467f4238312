import type { HeaderRules, PoolSettings, RouteSettings } from './pool.js';

/** `block` acts on verdicts of rules, `detect` only records them, `off` does not inspect at all. */
export type Mode = 'block' | 'detect' | 'off';

/** What happens when inspection itself fails: refuse the request, or let it through (counted either way). */
export type OnFault = 'block' | 'pass';

/** One protected site: the part of its configuration that every step may read. Deeply frozen. */
export interface Site {
  /** The first of `hosts`: the name in logs and metrics. */
  readonly name: string;
  /** Lower-case host names without port; `*` is the catch-all, `*.example.jp` a wildcard. */
  readonly hosts: readonly string[];
  /** Where requests go that no route names. */
  readonly pool: PoolSettings;
  /** Longest path first. */
  readonly routes: readonly RouteSettings[];
  /** Changes to the fields that upstreams, and clients, are sent; null: none. */
  readonly requestHeaders: HeaderRules | null;
  readonly responseHeaders: HeaderRules | null;
  /** Largest request body, in bytes, that is read for inspection. */
  readonly bodyLimit: number;
  /** Over `bodyLimit`: refuse with 413, or inspect the first `bodyLimit` bytes and pass the rest on uninspected. */
  readonly overBodyLimit: 'reject' | 'pass-partial';
  readonly onFault: OnFault;
  /** Mode for all paths that `modeByPath` does not name. */
  readonly mode: Mode;
  /** Longest prefix first; compared with the normalised path. */
  readonly modeByPath: readonly { readonly path: string; readonly mode: Mode }[];
  /** The site's own block page (HTML with `{{id}}` placeholders), or null for the built-in one. */
  readonly blockPage: string | null;
  /** HTML shown with 503 while no upstream can be asked, or null for the built-in page. */
  readonly maintenancePage: string | null;
}

/** The mode that holds for a normalised path. */
export function modeFor(site: Site, path: string): Mode {
  for (const entry of site.modeByPath) if (path.startsWith(entry.path)) return entry.mode;
  return site.mode;
}
