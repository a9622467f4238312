import { BlockList, isIP } from 'node:net';

/**
 * Addresses that no fetch reaches unless the operator allows it: a name in a configuration or a redirect must not make the
 * gateway ask what only this machine or this network can (private, link-local and metadata services among them). From the
 * special-purpose registries of IANA (RFC 6890), and Azure's 168.63.129.16.
 */
const IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
/** With the ranges that hold IPv4 addresses: translation (NAT64), 6to4, Teredo, mapped and compatible ones. */
const IPV6 = [
  ...['::/96', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32'],
  ...['2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];

// One list each: in a common one, Node.js reads ::ffff:0:0/96 as all of IPv4.
const forbidden = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [list, family] of [
  [IPV4, 'ipv4'],
  [IPV6, 'ipv6'],
] as const) {
  for (const cidr of list) {
    const [address, prefix] = cidr.split('/');
    forbidden[family].addSubnet(address, Number(prefix), family);
  }
}

/** Whether a fetch may connect to this address. What is no address is not reached. */
export function mayReach(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  const name = family === 4 ? 'ipv4' : 'ipv6';
  return !forbidden[name].check(address, name);
}
