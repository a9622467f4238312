/** How a pool chooses among its upstreams. */
export const BALANCES = ['round-robin', 'least-connections', 'client-address', 'cookie'] as const;
export type Balance = (typeof BALANCES)[number];

/** The upstreams of a site or of one of its routes, and how they are used. Deeply frozen; sizes in bytes, times in milliseconds. */
export interface PoolSettings {
  readonly members: readonly MemberSettings[];
  readonly balance: Balance;
  /** Name of the cookie that `balance: cookie` sets. */
  readonly stickyCookie: string;
  /** Most connections to each upstream, and most requests that wait for one. */
  readonly connections: number;
  readonly queue: number;
  /** Further upstreams that a request may be sent to when one fails. */
  readonly retries: number;
  /** Failures in a row after which an upstream is left out; 0: never. */
  readonly failures: number;
  /** How long it is left out before a request tries it again; doubled each time it fails, up to 16 times as long. */
  readonly pause: number;
  /** Null: upstreams are judged by what requests meet only. */
  readonly check: HealthCheckSettings | null;
  readonly tls: UpstreamTlsSettings;
  readonly timeouts: PoolTimeouts;
  /** Whose connections these are alone: the site's name where it has limits of its own. Null: shared by all alike. */
  readonly owner: string | null;
}

export interface MemberSettings {
  /** Origin, `http://…` or `https://…`; of a Unix socket `unix:/path`. */
  readonly url: string;
  /** Its part of the requests, 1–1000. */
  readonly weight: number;
}

/** An active check: `GET path` at every upstream. */
export interface HealthCheckSettings {
  readonly path: string;
  /** Host field of the check. */
  readonly host: string;
  readonly interval: number;
  readonly timeout: number;
  /** Checks in a row that must succeed, or fail, to change what holds. */
  readonly rise: number;
  readonly fall: number;
}

/** How an `https` upstream is verified and shown who is calling. PEM texts. */
export interface UpstreamTlsSettings {
  /** False takes any certificate: whoever is on the path to the upstream can then read and change everything. */
  readonly verify: boolean;
  /** Authorities to trust instead of Node's list. */
  readonly ca: string | null;
  /** Name in SNI and in the certificate. Null: the host of the upstream. */
  readonly serverName: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

export interface PoolTimeouts {
  /** To establish the upstream connection. */
  readonly connect: number;
  /** From the request being sent to the upstream's response head. */
  readonly headers: number;
  /** Between two chunks of the upstream's body. */
  readonly body: number;
}

/** Requests to another pool, by the beginning of the normalised path. */
export interface RouteSettings {
  /** Byte string; `/api/` is also `/api`. */
  readonly path: string;
  readonly pool: PoolSettings;
}

/** Changes to a list of header fields. Values are byte strings, names as they are sent. */
export interface HeaderRules {
  /** Each takes the place of every field of its name. */
  readonly set: readonly (readonly [name: string, value: string])[];
  /** In lower case. */
  readonly remove: ReadonlySet<string>;
}

/**
 * Applies rules to a list of name, value, … in place of which a new one is returned.
 * @param rules null: nothing to do
 */
export function applyHeaderRules(list: string[], rules: HeaderRules | null): string[] {
  if (rules === null) return list;
  const out: string[] = [];
  for (let i = 0; i < list.length; i += 2) {
    if (!rules.remove.has(list[i].toLowerCase())) out.push(list[i], list[i + 1]);
  }
  for (const [name, value] of rules.set) out.push(name, value);
  return out;
}

/** The pool for a normalised path. @param routes longest path first @returns its place in `routes`, or -1 for the site's own */
export function routeOf(routes: readonly RouteSettings[], path: string): number {
  for (let i = 0; i < routes.length; i++) {
    const prefix = routes[i].path;
    if (path.startsWith(prefix)) return i;
    if (path.length === prefix.length - 1 && prefix.endsWith('/') && prefix.startsWith(path)) return i;
  }
  return -1;
}
