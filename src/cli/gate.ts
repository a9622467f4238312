import { resolve } from 'node:path';
import { order, orderer, type SocketOptions } from './control-client.js';
import { EXIT } from './exit-codes.js';
import { sshClient } from './open.js';

export interface ApplyOptions extends SocketOptions {
  /** Seconds. */
  readonly for: number;
  readonly from?: string;
  readonly force: boolean;
}

/** Puts a configuration in force for a time. @throws OrderError */
export async function apply(file: string, options: ApplyOptions): Promise<number> {
  const from = options.from ?? sshClient() ?? undefined;
  if (from === undefined && !options.force) {
    process.stderr.write(
      'warning: nobody says where you come from (--from ADDRESS): whether this refuses you is not looked at\n',
    );
  }
  const { for: seconds, force } = options;
  const body = { file: resolve(file), seconds, from, force, by: orderer() };
  const { until } = await order(options, 'POST', '/gate/apply', body);
  process.stdout.write(
    `in force until ${time(until)}; it is rolled back then, unless you write: sekisho gate confirm --config ${options.config}\n`,
  );
  return EXIT.ok;
}

/** Keeps what is on trial. @throws OrderError */
export async function confirm(options: SocketOptions): Promise<number> {
  await order(options, 'POST', '/gate/confirm', { by: orderer() });
  process.stdout.write(
    `confirmed: ${options.config} is what is in force; the old one is beside it, as .before\n`,
  );
  return EXIT.ok;
}

/** Puts back what was in force. @throws OrderError */
export async function rollBack(options: SocketOptions): Promise<number> {
  await order(options, 'POST', '/gate/rollback', { by: orderer() });
  process.stdout.write('rolled back\n');
  return EXIT.ok;
}

/** Says what is on trial. @throws OrderError */
export async function status(options: SocketOptions): Promise<number> {
  const { file, until } = await order(options, 'GET', '/gate');
  process.stdout.write(
    file === null ? 'nothing is on trial\n' : `${file} is on trial until ${time(until)}\n`,
  );
  return EXIT.ok;
}

function time(at: unknown): string {
  return new Date(Number(at)).toISOString();
}
