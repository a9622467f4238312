import { parseRange } from '../../src/client/index.js';
import type { Address, Client } from '../../src/core/index.js';
import type { CountryRule, GateRules, SiteGate } from '../../src/gate/index.js';

/** The gate as the documentation tells it, with nothing compiled: what the real one is compared with. */

export type Lists = Readonly<Record<string, readonly string[]>>;
/** `pass`, or reason and `by` of the refusal. */
export type Answer = 'pass' | `${'only' | 'deny' | 'country'} ${string}`;

export function referenceGate(rules: SiteGate, lists: Lists, client: Client, path: string): Answer {
  const allowed = on(rules.allow, lists, client.address) !== null;
  const answers: Answer[] = [];
  if (!allowed) answers.push(judge(rules, lists, client, false));
  for (const pathRules of rules.paths) {
    const prefix = pathRules.match.toLowerCase();
    const folded = path.toLowerCase();
    if (!folded.startsWith(prefix) && `${folded}/` !== prefix) continue;
    if (on(pathRules.allow, lists, client.address) !== null) continue;
    answers.push(judge(pathRules, lists, client, allowed));
  }
  return answers.find(answer => answer !== 'pass') ?? 'pass';
}

function judge(rules: GateRules, lists: Lists, client: Client, onlyOnly: boolean): Answer {
  const { only, deny, countries } = rules;
  if (only !== null && on(only, lists, client.address) === null) {
    return `only ${only.length === 0 ? 'only' : only.join(', ')}`;
  }
  if (onlyOnly) return 'pass';
  if (deny === 'all') return 'deny all';
  const denied = on(deny, lists, client.address);
  if (denied !== null) return `deny ${denied}`;
  return countries === null || country(countries, client) ? 'pass' : 'country countries';
}

function country(rule: CountryRule, client: Client): boolean {
  const is = (...cidrs: string[]) => on(cidrs, {}, client.address) !== null;
  if (is('127.0.0.0/8', '::1')) return rule.loopback === 'allow';
  const nets = [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '169.254.0.0/16',
    'fc00::/7',
    'fe80::/10',
  ];
  if (is(...nets)) return rule.private === 'allow';
  if (client.country === null) return rule.unknown === 'allow';
  return (rule.only === null || rule.only.includes(client.country)) && !rule.deny.includes(client.country);
}

/** The name of the first list, else the first entry, that holds the address. */
function on(entries: readonly string[], lists: Lists, address: Address): string | null {
  for (const entry of entries) if (lists[entry]?.some(cidr => holds(cidr, address))) return entry;
  for (const entry of entries) if (lists[entry] === undefined && holds(entry, address)) return entry;
  return null;
}

function holds(cidr: string, address: Address): boolean {
  const { from, to } = parseRange(cidr)!;
  const number = ({ a, b, c, d }: Address) =>
    [a, b, c, d].reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
  const value = number(address);
  return from.family === address.family && number(from) <= value && value <= number(to);
}
