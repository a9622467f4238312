import type { BanView } from '../admin/index.js';
import { order, orderer, type SocketOptions } from './control-client.js';
import { EXIT } from './exit-codes.js';

export interface BanOptions extends SocketOptions {
  readonly site?: string;
  /** Seconds. */
  readonly for?: number;
  readonly reason?: string;
}

/** Bans addresses. @throws OrderError */
export async function ban(address: string, options: BanOptions): Promise<number> {
  const { site, for: seconds, reason } = options;
  const answer = await order(options, 'POST', '/bans', { address, site, seconds, reason, by: orderer() });
  process.stdout.write(`${line(answer as unknown as BanView)}\n`);
  return EXIT.ok;
}

/** Lifts bans. @returns 1 when there was none @throws OrderError */
export async function unban(address: string, options: BanOptions): Promise<number> {
  const query = new URLSearchParams({ address, by: orderer() });
  if (options.site !== undefined) query.set('site', options.site);
  const { lifted } = await order(options, 'DELETE', `/bans?${query}`);
  if (lifted === 0) {
    process.stderr.write(`error: no ban of exactly ${address}; \`sekisho bans\` lists them\n`);
    return EXIT.failed;
  }
  process.stdout.write(`lifted ${lifted === 1 ? 'one ban' : `${lifted} bans`} of ${address}\n`);
  return EXIT.ok;
}

/** Lists bans. @throws OrderError */
export async function bans(
  options: BanOptions & { readonly format: 'text' | 'json' | 'list' },
): Promise<number> {
  const answer = await order(options, 'GET', '/bans');
  const all = answer.bans as readonly BanView[];
  const shown = options.site === undefined ? all : all.filter(({ site }) => site === options.site);
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  else if (options.format === 'list') {
    for (const address of new Set(shown.map(entry => entry.address))) process.stdout.write(`${address}\n`);
  } else for (const entry of shown) process.stdout.write(`${line(entry)}\n`);
  return EXIT.ok;
}

function line({ address, site, until, count, reason, by }: BanView): string {
  const end = until === null ? 'until it is lifted' : `until ${new Date(until).toISOString()}`;
  const times = count > 1 ? `, for the ${count}th time` : '';
  return `${address} ${site === null ? 'everywhere' : `at ${site}`} ${end}${times} (${by}): ${reason}`;
}
