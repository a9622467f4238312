/**
 * An IP address as numbers, so that comparing it costs no string work. The four unsigned 32-bit words of the IPv6
 * form, most significant first; an IPv4 address stands in `d` with `a`, `b` and `c` zero and `family` 4.
 * Parsing and printing live in `client/address.ts`.
 */
export interface Address {
  readonly family: 4 | 6;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}
