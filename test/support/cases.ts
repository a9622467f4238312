import type { Test } from 'tap';

/** What is asserted of each name of a registry. */
export type Cases = Readonly<Record<string, (t: Test) => Promise<void>>>;

/** Runs every case, and holds the names against those of the registry: no entry is without a test. */
export async function runCases(t: Test, tables: readonly Cases[], names: Iterable<string>): Promise<void> {
  const all = tables.flatMap(table => Object.entries(table));
  t.same(all.map(([name]) => name).sort(), [...names].sort(), 'a test for each entry, and no other');
  for (const [name, run] of all) await t.test(name, run);
}
