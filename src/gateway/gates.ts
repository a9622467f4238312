import type { Config, LoadedConfig } from '../config/index.js';
import type { Problems } from '../core/index.js';
import { type AddressList, type CompiledGate, compileGate, type SiteGate } from '../gate/index.js';
import type { CompiledSite } from './compile-site.js';
import { ADDRESS_TEXT } from './lists.js';
import type { NamedGate } from './lock-out.js';
import { NeverBanned } from './never-banned.js';
import { atPlace } from './problems.js';
import type { RunningStream } from './running.js';
import { streamSite } from './streams.js';
import type { GateSurroundings } from './surroundings.js';

/** Gates beside those of sites. */
export interface OtherGates {
  /** By the name of the stream. */
  readonly streams: ReadonlyMap<string, RunningStream>;
  /** Null: everyone may reach the admin listener. */
  readonly admin: CompiledGate | null;
}

/** Compiles the gates of streams and of the admin listener; mistakes are reported. */
export function compileOtherGates(
  loaded: LoadedConfig,
  lists: ReadonlyMap<string, AddressList>,
  around: GateSurroundings,
  problems: Problems,
): OtherGates {
  const { streams: configs, admin } = loaded.config;
  const compile = (name: string, rules: SiteGate, path: (string | number)[]): CompiledGate | null =>
    atPlace(loaded, path, problems, () => compileGate(rules, lists, ADDRESS_TEXT, { name, ...around }));
  const streams = new Map<string, RunningStream>();
  configs.forEach((settings, index) => {
    const gate = compile(streamSite(settings.name), settings.gate, ['streams', index, 'gate']);
    if (gate !== null) streams.set(settings.name, { settings, gate });
  });
  return { streams, admin: admin.gate === null ? null : compile('admin', admin.gate, ['admin', 'gate']) };
}

/** All gates with their names. */
export function namedGates(
  { admin }: Config,
  sites: readonly CompiledSite[],
  { streams, admin: adminGate }: OtherGates,
): NamedGate[] {
  const prefixes = (paths: readonly { readonly match: string }[]): string[] =>
    paths.map(({ match }) => match);
  const gates = sites.map(
    ({ config, gate }): NamedGate => ({ name: config.site.name, gate, paths: prefixes(config.gate.paths) }),
  );
  for (const [name, { gate }] of streams) gates.push({ name: streamSite(name), gate, paths: [] });
  // Without a gate nobody is refused: an open one stands for it, so that a first gate is looked at too.
  const open = adminGate ?? compileGate(OPEN, new Map(), ADDRESS_TEXT);
  gates.push({ name: 'admin', gate: open, paths: prefixes(admin.gate?.paths ?? []) });
  return gates;
}

const OPEN: SiteGate = { only: null, allow: [], deny: [], countries: null, paths: [] };

/** Whom no ban may hit. */
export function neverBanned(
  { trustedProxies, bans }: Config,
  lists: ReadonlyMap<string, AddressList>,
): NeverBanned {
  const named = bans.never.flatMap(entry => lists.get(entry) ?? []);
  return new NeverBanned(
    trustedProxies,
    bans.never.filter(entry => !lists.has(entry)),
    named,
  );
}
