import { formatAddress, parsePeerAddress } from '../client/index.js';
import { normalisePath } from '../parse/index.js';
import { judgeAddress } from './judge.js';
import type { Running } from './running.js';

/** Whether an address may reach the admin listener. @param address `remoteAddress` of the socket @param url request target */
export function adminAdmits(running: Running, address: string | undefined, url: string): boolean {
  const { adminGate, geo } = running;
  if (adminGate === null) return true;
  const peer = parsePeerAddress(address);
  if (peer === null) return false;
  return judgeAddress(adminGate, geo, formatAddress(peer), normalisePath(url))?.kind === 'pass';
}
