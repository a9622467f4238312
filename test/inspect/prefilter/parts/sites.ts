import { Forwarders } from '../../../../src/gateway/forwarders.js';
import { build, type Running, readConfig } from '../../../../src/gateway/index.js';
import { Router } from '../../../../src/gateway/router.js';
import { CRS4, ENGINE } from '../../../crs/corpus.js';
import type { TempFolder } from '../../../support/folder.js';
import { ROOT } from '../../../support/process.js';

/** A site of a configuration, answering for every host: the same request can so be put to all of them. */
export interface NamedSite {
  readonly name: string;
  readonly running: Running;
}

/** The Core Rule Set as it comes, with what it expects of an engine. */
export const CRS_FILES = [ENGINE, `${CRS4}/crs-setup.conf.example`, `${CRS4}/rules/*.conf`];
export const SHIPPED_FILES = [`${ROOT}/rules/*.conf`];

/** By the site's name: its `waf` settings in YAML. The exclusions name what the generated requests are made of. */
const CRS_SITES = {
  pl4: 'mode: detect, paranoia: 4',
  pl1: 'mode: block, paranoia: 1',
  shop: `mode: detect, paranoia: 4, exclude: [
    { rule: 942100-942199 }, { rule: 941000-941999, target: 'ARGS:comment' }, { rule: 920000-920999, target: 'REQUEST_HEADERS:User-Agent' },
    { rule: 932000-932999, target: 'REQUEST_COOKIES:/^_/' }, { rule: 930000-934999, target: ARGS, path: /api/ } ]`,
  forum: `mode: block, paranoia: 2, exclude: [
    { rule: 941000-941999, target: ARGS }, { rule: 942000-942999, target: 'ARGS:/^(?:q|text)/' }, { rule: 920000-921999, target: ARGS_NAMES },
    { rule: 949110, path: /forum/ }, { rule: 930000-932999, target: REQUEST_COOKIES }, { rule: 911100 } ]`,
};
const SHIPPED_SITES = {
  'shipped-pl4': 'mode: detect, paranoia: 4',
  'shipped-shop': `mode: block, paranoia: 1, exclude: [
    { rule: 520000-520999, target: 'ARGS:comment' }, { rule: 521000-521999, target: 'REQUEST_COOKIES:/^_/' },
    { rule: 522000-523999, target: ARGS, path: /api/ }, { rule: 512000-512999 } ]`,
};

/** Which sites a request is put to. @param turn number of the request, or anything as good */
export type SitesInTurn = (turn: number) => readonly NamedSite[];

/** Four sites on one plan of the Core Rule Set: PL4 and PL1 every time, those with exclusions in turn. */
export function crsSites(folder: TempFolder): SitesInTurn {
  const [pl4, pl1, shop, forum] = sitesOf(folder, CRS_FILES, CRS_SITES);
  return turn => [pl4, pl1, turn % 2 === 0 ? shop : forum];
}

/** Two sites on one plan of the shipped rules, in turn. */
export function shippedSites(folder: TempFolder): SitesInTurn {
  const [all, shop] = sitesOf(folder, SHIPPED_FILES, SHIPPED_SITES);
  return turn => [turn % 2 === 0 ? all : shop];
}

/** @param files patterns of rule files @param sites by name: `waf` settings in YAML */
export function sitesOf(
  folder: TempFolder,
  files: readonly string[],
  sites: Readonly<Record<string, string>>,
): NamedSite[] {
  const names = Object.keys(sites);
  const entries = names.map(
    name => `  - { hosts: [${name}.example], upstream: 'http://127.0.0.1:9', waf: { ${sites[name]} } }\n`,
  );
  const file = folder.write(
    'sites.yaml',
    `listen: { http: 127.0.0.1:0 }\nrules: ${JSON.stringify(files)}\nsites:\n${entries.join('')}`,
  );
  const built = build(readConfig(file));
  const running = built.activate(new Forwarders().prepare(built.sites).forwarders);
  return running.sites.map((site, index) => {
    const catchAll = { ...site, site: { ...site.site, hosts: ['*'] } };
    return { name: names[index], running: { ...running, router: new Router([catchAll]) } };
  });
}
