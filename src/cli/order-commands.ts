import { type Command, Option } from 'commander';
import type { BanOptions } from './bans.js';
import type { SocketOptions } from './control-client.js';
import type { ApplyOptions } from './gate.js';
import type { OpenOptions } from './open.js';
import { seconds } from './span-words.js';

type Action = (command: () => Promise<number>) => () => Promise<void>;

/** Commands that give the running gateway an order, over its local socket. */
export function addOrderCommands(
  program: Command,
  configOption: readonly [string, string],
  action: Action,
): void {
  const order = (parent: Command, name: string, description: string, example: string): Command =>
    parent
      .command(name)
      .description(description)
      .requiredOption(...configOption)
      .option('--socket <path>', 'the local socket of the gateway (default: as the configuration says)')
      .addHelpText('after', `\nExample:\n  sekisho ${example} --config sekisho.yaml`);
  const command = (name: string, description: string, example: string): Command =>
    order(program, name, description, example);

  command('ban', 'ban an address (IPv6: its /64) or a network', 'ban 203.0.113.7 --for 2h --reason scraping')
    .argument('<address>', 'address, CIDR, or first-last')
    .option('--for <time>', 'how long: 90s, 30m, 2h, 7d (default: until it is lifted)', seconds)
    .option('--site <name>', 'at this site only, by its first host (default: everywhere)')
    .option('--reason <text>', 'why, for the audit log')
    .action((address: string, options: BanOptions) =>
      action(async () => (await import('./bans.js')).ban(address, options))(),
    );

  command('unban', 'lift the bans of exactly this address or network', 'unban 203.0.113.7')
    .argument('<address>', 'as `bans` shows it, or the address alone')
    .option('--site <name>', 'at this site only (default: all of its bans)')
    .action((address: string, options: BanOptions) =>
      action(async () => (await import('./bans.js')).unban(address, options))(),
    );

  command('bans', 'list the bans in force', 'bans --format json')
    .option('--site <name>', 'of this site only')
    .addOption(
      new Option('--format <format>', 'text, json, or list (an address a line, as list files have them)')
        .choices(['text', 'json', 'list'])
        .default('text'),
    )
    .action((options: BanOptions & { format: 'text' | 'json' | 'list' }) =>
      action(async () => (await import('./bans.js')).bans(options))(),
    );

  command(
    'open',
    'break-glass: let an address past every check of the gate, for a time',
    'open --for 30m --ip 203.0.113.7 --site www.example.jp',
  )
    .option('--ip <address>', 'address, CIDR, or first-last (default: where this SSH session comes from)')
    .option('--site <name>', 'at this site only (default: everywhere, streams and admin too)')
    .option('--for <time>', 'how long: 90s, 30m, 2h, at most 24h', seconds, 1800)
    .option('--reason <text>', 'why, for the audit log')
    .action((options: OpenOptions) => action(async () => (await import('./open.js')).open(options))());

  command('openings', 'list whom break-glass lets in', 'openings').action((options: SocketOptions) =>
    action(async () => (await import('./open.js')).openings(options))(),
  );

  command('close', 'end break-glass before its time', 'close all')
    .argument('<id>', 'as `openings` shows it, or all')
    .action((id: string, options: SocketOptions) =>
      action(async () => (await import('./open.js')).close(id, options))(),
    );

  const gate = program.command('gate').description('change the gate without locking yourself out');
  const gateCommand = (name: string, description: string, example: string): Command =>
    order(gate, name, description, example).exitOverride();

  gateCommand(
    'apply',
    'put a changed configuration in force; it is rolled back unless you confirm it',
    'gate apply new.yaml --for 10m',
  )
    .argument('<file>', 'the changed configuration, in the folder of the one that is running')
    .option('--for <time>', 'how long, at most 24h', seconds, 600)
    .option('--from <address>', 'where you come from (default: where this SSH session comes from)')
    .option('--force', 'also when it refuses you', false)
    .action((file: string, options: ApplyOptions) =>
      action(async () => (await import('./gate.js')).apply(file, options))(),
    );
  gateCommand(
    'confirm',
    'keep what is on trial: it takes the place of the configuration',
    'gate confirm',
  ).action((options: SocketOptions) => action(async () => (await import('./gate.js')).confirm(options))());
  gateCommand('rollback', 'put back what was in force before, at once', 'gate rollback').action(
    (options: SocketOptions) => action(async () => (await import('./gate.js')).rollBack(options))(),
  );
  gateCommand('status', 'say what is on trial', 'gate status').action((options: SocketOptions) =>
    action(async () => (await import('./gate.js')).status(options))(),
  );
}
