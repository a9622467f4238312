import { routeOf } from '../core/index.js';
import type { SharedForwarder } from '../gateway/forwarders.js';
import type { RunningSite } from '../gateway/running.js';

/** Where a request goes: to the pool of the longest route that its normalised path begins with, else to the site's own. */
export function forwarderFor({ site, forwarders }: RunningSite, path: string): SharedForwarder {
  if (site.routes.length === 0) return forwarders.own;
  const route = routeOf(site.routes, path);
  return route < 0 ? forwarders.own : forwarders.routes[route];
}
