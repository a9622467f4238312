import { isIPv6 } from 'node:net';
import type { z } from 'zod';
import type { Config } from '../config.js';
import type { ListenAddress } from '../schema/address.js';
import type { root } from '../schema/root.js';
import type { Section } from '../source.js';

type Written = z.output<typeof root>['listen'];

/** Fills in the default of `http` and reports addresses that cannot all be listened on. */
export function buildListen(written: Written, section: Section): Config['listen'] {
  const { https = [], admin } = written;
  const http = written.http ?? (https.length === 0 ? [{ host: '::', port: 80 }] : []);
  if (http.length === 0 && https.length === 0) {
    section.error(
      'neither listen.http nor listen.https has an address',
      'expected at least one, such as http: 80',
    );
  }
  const taken: { readonly name: string; readonly address: ListenAddress }[] = [];
  for (const [name, addresses] of Object.entries({ http, https, admin })) {
    addresses.forEach((address, index) => {
      const other = taken.find(entry => overlap(entry.address, address));
      if (other !== undefined) {
        section
          .at(name, index)
          .error(
            `listen.${name} ${textOf(address)} is taken by listen.${other.name} ${textOf(other.address)}`,
            'expected each port once per address',
          );
      }
      taken.push({ name, address });
    });
  }
  admin.forEach((address, index) => {
    if (isLoopback(address.host)) return;
    section
      .at('admin', index)
      .warning(
        `listen.admin ${textOf(address)} can be reached from other machines`,
        'expected 127.0.0.1, or a firewall in front of it',
      );
  });
  return { http, https, admin };
}

/** True when a connection to that address of this machine arrives at one of these listeners. */
export function reaches(host: string, port: number, listeners: readonly ListenAddress[]): boolean {
  const target = { host, port };
  return isLoopback(host) && port !== 0 && listeners.some(listener => overlap(listener, target));
}

/** `::` takes the port on every address, `0.0.0.0` on every IPv4 address. */
export function overlap(a: ListenAddress, b: ListenAddress): boolean {
  if (a.port !== b.port || a.port === 0) return false;
  if (a.host === '::' || b.host === '::') return true;
  if (a.host === '0.0.0.0' || b.host === '0.0.0.0') return isIPv6(a.host) === isIPv6(b.host);
  return a.host === b.host;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** An address as it is written in a configuration. */
export function textOf({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
