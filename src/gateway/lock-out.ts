import { type CountryDatabase, parseAddress } from '../client/index.js';
import { Caller, type CompiledGate } from '../gate/index.js';

/** A gate with its name, and the paths that have rules of their own. */
export interface NamedGate {
  /** As bans and break-glass know it. */
  readonly name: string;
  readonly gate: CompiledGate;
  readonly paths: readonly string[];
}

/** What a change would take from somebody. */
export interface Refusal {
  readonly address: string;
  readonly site: string;
  readonly path: string;
  /** Which check, list or setting would refuse. */
  readonly by: string;
}

/**
 * Where an address may come in now and could not after a change.
 * @param address text @returns null when the text is no address
 */
export function lockedOut(
  address: string,
  before: readonly NamedGate[],
  after: readonly NamedGate[],
  countries: { readonly before: CountryDatabase; readonly after: CountryDatabase },
): Refusal[] | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  const words = new Caller().setAddress(parsed).words;
  const refusals: Refusal[] = [];
  const ask = ({ gate }: NamedGate, database: CountryDatabase, path: string) =>
    gate.explain(
      {
        address: parsed,
        ip: address,
        port: 0,
        peer: address,
        country: database.lookupWords(parsed.family, words),
      },
      { path },
    );
  for (const changed of after) {
    const known = before.find(({ name }) => name === changed.name);
    if (known === undefined) continue;
    for (const path of new Set(['/', ...known.paths, ...changed.paths])) {
      if (ask(known, countries.before, path).verdict.kind !== 'pass') continue;
      const { verdict, decidedBy } = ask(changed, countries.after, path);
      if (verdict.kind === 'pass') continue;
      refusals.push({ address, site: changed.name, path, by: `${decidedBy?.check}: ${String(verdict.by)}` });
    }
  }
  return refusals;
}
