/** What a long form says when it has ended. */
export interface SoakOutcome {
  /** What is wrong, in words; empty when nothing is. */
  readonly wrong: readonly string[];
  /** Figures by name. */
  readonly figures: Readonly<Record<string, number | string>>;
}

/** The long form of a test that the suite has a reduced case of. */
export interface Soak {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  /** Why it cannot run here, or false. */
  readonly skip: string | false;
  /** Minutes it takes on one core of 2025 or so. */
  readonly minutes: number;
  /** @param seed of everything drawn @param say tells how far it is */
  run(seed: number, say: (text: string) => void): Promise<SoakOutcome>;
}
