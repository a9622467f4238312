import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startModule, startPinned, startProfiled, WORK } from '../measure/child.js';
import { nginxSide } from '../peers/nginx-modsecurity.js';
import { type GatewaySetup, writeGatewayConfig } from './gateway.js';

/** One of the programs that are compared: a proxy before the same origin. */
export interface Side {
  /** Short name for `--sides` and the JSON. */
  readonly key: string;
  readonly title: string;
  /** Why it is left out, or null. */
  readonly missing: string | null;
  start(core: number, port: number, originPort: number): ChildProcess;
}

export const REFERENCE = 'undici';
export const CONTROL = 'undici-again';
const BASELINE = 'baseline';

const SHIPPED = fileURLToPath(new URL('../../rules/', import.meta.url));
/** A CRS v4 tree beside the project, or where `CRS` says. */
export const CRS =
  process.env['CRS'] ?? fileURLToPath(new URL('../../../shared/corpus/crs', import.meta.url));

function hasRules(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some(name => name.endsWith('.conf'));
}

function starter(key: string): typeof startModule {
  return process.env['PROFILE'] === key ? startProfiled : startModule;
}

function module(key: string, title: string, name: string): Side {
  return {
    key,
    title,
    missing: null,
    start: (core, port, originPort) =>
      starter(key)(core, `bench/sides/${name}`, String(port), String(originPort)),
  };
}

function gateway(key: string, title: string, setup: GatewaySetup, missing: string | null = null): Side {
  return {
    key,
    title,
    missing,
    start(core, port, originPort) {
      const config = writeGatewayConfig(`${WORK}${key}`, port, originPort, setup);
      const build = process.env['BASELINE'];
      if (key !== BASELINE || build === undefined)
        return starter(key)(core, 'src/cli/main', 'run', '--config', config);
      return startPinned(core, [process.execPath, `${build}/src/cli/main.js`, 'run', '--config', config]);
    },
  };
}

const ALL: readonly Side[] = [
  module(REFERENCE, 'bare proxy: http server, undici', 'undici-proxy'),
  module(CONTROL, 'the same once more (A/A control)', 'undici-proxy'),
  gateway(BASELINE, 'Sekisho of another build, gate, metrics and access log, no rules', {
    accessLog: true,
    rules: [],
  }),
  gateway('off-quiet', 'Sekisho, gate and metrics, no rules, no access log', { accessLog: false, rules: [] }),
  gateway('off', 'Sekisho, gate, metrics and access log, no rules', { accessLog: true, rules: [] }),
  module('http-proxy', 'bare @fastify/http-proxy', 'http-proxy'),
  gateway(
    'rules',
    'Sekisho, shipped rules, no access log',
    { accessLog: false, rules: [`${SHIPPED}*.conf`] },
    hasRules(SHIPPED) ? null : 'no rules/*.conf',
  ),
  gateway(
    'crs',
    'Sekisho, CRS v4 PL1, no access log',
    { accessLog: false, rules: [`${CRS}/crs-setup.conf.example`, `${CRS}/rules/*.conf`], paranoia: 1 },
    hasRules(`${CRS}/rules`) ? null : `no CRS in ${CRS}`,
  ),
  nginxSide(CRS, hasRules(`${CRS}/rules`)),
];

export const SIDES: readonly Side[] = ALL.filter(
  ({ key }) => key !== BASELINE || process.env['BASELINE'] !== undefined,
);
