const NONE: ReadonlyMap<string, string> = new Map();

/** TX variables by which rule sets know their paranoia level: CRS 4 and the shipped rules, then CRS 3. */
const PARANOIA_NAMES = [
  'blocking_paranoia_level',
  'detection_paranoia_level',
  'paranoia_level',
  'executing_paranoia_level',
];

/** The TX variables that a site's settings fix before the first rule. @param paranoia null: what the rules say */
export function presetsFor(paranoia: number | null): ReadonlyMap<string, string> {
  if (paranoia === null) return NONE;
  return new Map(PARANOIA_NAMES.map(name => [name, String(paranoia)]));
}
