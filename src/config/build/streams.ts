import type { z } from 'zod';
import type { Config, StreamConfig } from '../config.js';
import type { stream } from '../schema/streams.js';
import type { Section } from '../source.js';
import type { CountryGroups } from './country-groups.js';
import { checkGate, isOpen, OPEN_GATE, resolveCountries } from './gate.js';
import { overlap, textOf } from './listen.js';

/** What streams are checked against. */
export interface StreamSurroundings {
  readonly lists: ReadonlySet<string>;
  readonly groups: CountryGroups;
  readonly listen: Config['listen'] | null;
}

/** Fills in names and reports what cannot be: ports that are taken, path rules, names that come twice. */
export function buildStreams(
  written: readonly z.output<typeof stream>[],
  { lists, groups, listen }: StreamSurroundings,
  section: Section,
): StreamConfig[] {
  const names = new Set<string>();
  const taken = Object.entries(listen ?? {}).flatMap(([key, addresses]) =>
    addresses.map(address => ({ name: `listen.${key}`, address })),
  );
  return written.map(
    ({ name: ownName, gate: ownGate, proxyProtocol, connectionsPerAddress, ...rest }, index) => {
      const at = section.at(index);
      const name = ownName ?? String(rest.listen[0].port);
      if (names.has(name)) at.error(`a second stream with the name ${name}`, 'expected a `name` of its own');
      names.add(name);
      for (const address of rest.listen) {
        const other = taken.find(entry => overlap(entry.address, address));
        if (other !== undefined) {
          at.at('listen').error(
            `${at.at('listen').name} ${textOf(address)} is taken by ${other.name} ${textOf(other.address)}`,
            'expected each port once per address',
          );
        }
        taken.push({ name: `stream ${name}`, address });
      }
      const gate = resolveCountries(ownGate ?? OPEN_GATE, groups, at.at('gate'));
      checkGate(gate, lists, at.at('gate'));
      if (gate.paths.length > 0 || gate.rates.some(({ path }) => path !== null))
        at.at('gate').error('a stream has no paths', 'expected rules without paths');
      if (isOpen(gate))
        at.warning(`everyone may reach the stream ${name}`, 'expected a gate: only, deny or countries');
      return {
        ...rest,
        name,
        gate,
        proxyProtocol: proxyProtocol === 'off' ? null : proxyProtocol,
        connectionsPerAddress: connectionsPerAddress ?? null,
      };
    },
  );
}
