import type { OpeningView } from '../admin/index.js';
import { order, orderer, type SocketOptions } from './control-client.js';
import { EXIT } from './exit-codes.js';

export interface OpenOptions extends SocketOptions {
  readonly ip?: string;
  readonly site?: string;
  /** Seconds. */
  readonly for: number;
  readonly reason?: string;
}

/** Break-glass. Without an address it lets in where the SSH session comes from. @throws OrderError */
export async function open(options: OpenOptions): Promise<number> {
  const address = options.ip ?? sshClient();
  if (address === null) {
    process.stderr.write('error: whom? write --ip ADDRESS (this is no SSH session that would say it)\n');
    return EXIT.usage;
  }
  const { site, for: seconds, reason } = options;
  const answer = await order(options, 'POST', '/openings', { address, site, seconds, reason, by: orderer() });
  process.stdout.write(`${line(answer as unknown as OpeningView)}\n`);
  return EXIT.ok;
}

/** Lists whom break-glass lets in. @throws OrderError */
export async function openings(options: SocketOptions): Promise<number> {
  const answer = await order(options, 'GET', '/openings');
  for (const entry of answer.openings as readonly OpeningView[]) process.stdout.write(`${line(entry)}\n`);
  return EXIT.ok;
}

/** Ends break-glass. @param id of one opening, or `all` @throws OrderError */
export async function close(id: string, options: SocketOptions): Promise<number> {
  const { openings: all } = await order(options, 'GET', '/openings');
  const ids = id === 'all' ? (all as readonly OpeningView[]).map(entry => entry.id) : [id];
  for (const one of ids) {
    await order(options, 'DELETE', `/openings?${new URLSearchParams({ id: one, by: orderer() })}`);
  }
  process.stdout.write(`closed ${ids.length === 1 ? 'one opening' : `${ids.length} openings`}\n`);
  return EXIT.ok;
}

/** The address that the SSH session comes from (`SSH_CLIENT`: address, port, local port), or null. */
export function sshClient(): string | null {
  const [address] = (process.env.SSH_CLIENT ?? '').split(' ');
  return address === '' ? null : address;
}

function line({ id, address, site, until, reason, by }: OpeningView): string {
  const where = site === null ? 'everywhere' : `at ${site}`;
  return `${id} ${address} may come in ${where} until ${new Date(until).toISOString()} (${by}): ${reason}`;
}
