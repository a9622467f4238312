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
  /** Origin of the upstream, e.g. `http://10.0.0.5:8080`. */
  readonly upstream: string;
  readonly timeouts: SiteTimeouts;
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
}

/** All in milliseconds. */
export interface SiteTimeouts {
  /** To establish the upstream connection. */
  readonly connect: number;
  /** From the request being sent to the upstream's response head. */
  readonly headers: number;
  /** Between two chunks of the upstream's body. */
  readonly body: number;
}

/** The mode that holds for a normalised path. */
export function modeFor(site: Site, path: string): Mode {
  for (const entry of site.modeByPath) if (path.startsWith(entry.path)) return entry.mode;
  return site.mode;
}
