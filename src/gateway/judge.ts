import type { CountryDatabase } from '../client/index.js';
import { readAddress } from '../client/index.js';
import type { GateRequest, Verdict } from '../core/index.js';
import { Caller, type CompiledGate } from '../gate/index.js';

/** A request about which nothing but the address is known: a raw TCP connection, or one before TLS. */
const ADDRESS_ONLY: GateRequest = Object.freeze({ path: '/' });

const caller = new Caller();

/**
 * Whether an address is refused by its gate whatever it asks for; takes no token of a rate. Allocates nothing.
 * @param text canonical
 */
export function refusesAddress(gate: CompiledGate, geo: CountryDatabase, text: string): boolean {
  const family = readAddress(text, 0, text.length, caller.words, 0);
  if (family === 0) return true;
  caller.family = family;
  caller.country = geo.lookupWords(family, caller.words);
  caller.asn = null;
  return gate.refusesAddress(caller);
}

/**
 * From the text of an address to the verdict, without making a client: for connections that are judged before anything
 * is read from them. Allocates nothing.
 * @param text `remoteAddress` of the socket, or what the PROXY protocol said
 * @returns null when the text is not an address: refuse it
 */
export function judgeAddress(
  gate: CompiledGate,
  geo: CountryDatabase,
  text: string,
  request: GateRequest = ADDRESS_ONLY,
): Verdict | null {
  const family = readAddress(text, 0, text.length, caller.words, 0);
  if (family === 0) return null;
  caller.family = family;
  caller.country = geo.lookupWords(family, caller.words);
  caller.asn = null;
  return gate.judge(caller, request);
}
