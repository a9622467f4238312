#!/usr/bin/env node
import './signals.js';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { VERSION } from '../gateway/version.js';
import type { ExcludeOptions } from './exclude/command.js';
import { EXIT } from './exit-codes.js';
import { addOrderCommands } from './order-commands.js';
import { reporting } from './problems.js';
import type { TestOptions } from './test/command.js';

const CONFIG_OPTION = ['-c, --config <file>', 'configuration file (YAML)'] as const;

/** @throws InvalidArgumentError */
function port(written: string): string {
  if (!/^\d{1,5}$/.test(written) || Number(written) < 1 || Number(written) > 65_535) {
    throw new InvalidArgumentError('Write a number from 1 to 65535.');
  }
  return written;
}

/** @throws InvalidArgumentError */
function jobs(written: string): number {
  const number = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  if (number < 1 || number > MOST_JOBS)
    throw new InvalidArgumentError(`Write a number from 1 to ${MOST_JOBS}.`);
  return number;
}

/** Each thread holds the rules of its own. */
const MOST_JOBS = 64;

function createProgram(finish: (status: number) => void): Command {
  const program = new Command('sekisho')
    .description('A reverse-proxy web application firewall and IP-filter gateway.')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(sekisho --help shows what can be written)')
    .addHelpText(
      'after',
      `
Exit status: 0 done, 1 the configuration or input has errors, 2 the command line is wrong, 70 a fault of the program.

Examples:
  sekisho check --config /etc/sekisho/sekisho.yaml
  sekisho run --config /etc/sekisho/sekisho.yaml
  sekisho ip 203.0.113.7 --config /etc/sekisho/sekisho.yaml --host www.example.jp --path /wp-admin/
  sekisho explain request.http --config /etc/sekisho/sekisho.yaml
  sekisho test --config /etc/sekisho/sekisho.yaml --host www.example.jp my-tests/
  sekisho demo`,
    );
  const action = (command: () => Promise<number>) => async () => finish(await reporting(command));

  program
    .command('run')
    .description('run the gateway in the foreground')
    .requiredOption(...CONFIG_OPTION)
    .addHelpText(
      'after',
      `
Signals: SIGTERM and SIGINT drain and exit 0; SIGHUP reads configuration, lists, certificates and rules anew;
SIGUSR1 opens log files anew.

Example:
  sekisho run --config /etc/sekisho/sekisho.yaml`,
    )
    .action((options: { config: string }) =>
      action(async () => (await import('./run.js')).run(options.config))(),
    );

  program
    .command('check')
    .description('read everything a configuration names and report every mistake')
    .requiredOption(...CONFIG_OPTION)
    .addHelpText(
      'after',
      `
Every error and warning goes to standard error as file:line:column: error: what was found; what would be right.

Example:
  sekisho check --config examples/hosting-jp.yaml`,
    )
    .action((options: { config: string }) =>
      action(async () => (await import('./check.js')).check(options.config))(),
    );

  program
    .command('ip')
    .argument('<address>', 'IPv4 or IPv6 address')
    .description('say whether the gate lets an address in, and which list, file and line decides')
    .requiredOption(...CONFIG_OPTION)
    .option('--host <name>', 'the site, by one of its hosts (default: every site)')
    .option('--path <path>', 'the path asked for', '/')
    .addHelpText(
      'after',
      `
Example:
  sekisho ip 2001:db8::7 --config examples/hosting-jp.yaml --host www.example.jp --path /wp-admin/`,
    )
    .action((address: string, options: { config: string; host?: string; path: string }) =>
      action(async () => (await import('./ip.js')).ip(address, options))(),
    );

  program
    .command('explain')
    .argument('<file>', 'one raw HTTP request, or - for standard input')
    .description('send a raw request through the rules and show what each matching rule saw')
    .requiredOption(...CONFIG_OPTION)
    .option('--from <address>', 'the address the request comes from', '127.0.0.1')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  sekisho explain request.http --config sekisho.yaml
  printf "GET /?q=%%3Cscript%%3E HTTP/1.1\\r\\nHost: www.example.jp\\r\\n\\r\\n" | sekisho explain - --config sekisho.yaml`,
    )
    .action((file: string, options: { config: string; from: string; json: boolean }) =>
      action(async () => (await import('./explain.js')).explain(file, options))(),
    );

  program
    .command('exclude')
    .argument('<line>', 'one line of the audit log, or - for standard input')
    .description(
      'propose the narrowest exclusion for a request that was blocked by mistake, and show what it does',
    )
    .requiredOption(...CONFIG_OPTION)
    .option('--request <file>', 'the request itself, raw (default: put together from what the line says)')
    .option(
      '--tests <path>',
      'go-ftw tests that must find what they found (default: those of the shipped rules)',
    )
    .addHelpText(
      'after',
      `
Nothing is changed: copy the exclusion into the configuration once you agree with it.

Example:
  grep 01JZ9V audit.jsonl | sekisho exclude - --config sekisho.yaml`,
    )
    .action((line: string, options: ExcludeOptions) =>
      action(async () => (await import('./exclude/command.js')).exclude(line, options))(),
    );

  program
    .command('test')
    .argument('<tests...>', 'go-ftw YAML files, or folders of them')
    .description('run rule tests against the rules of a configuration, without a socket')
    .requiredOption(...CONFIG_OPTION)
    .option('--overrides <file>', 'go-ftw overrides: other expectations for some tests, each with its reason')
    .option('--host <name>', 'the site to test, by one of its hosts (default: what each test says)')
    .option('--json', 'print JSON', false)
    .option(
      '--plain',
      'every rule on every value, without prefilter: the reference of the fast engine',
      false,
    )
    .option(
      '--jobs <number>',
      'threads that run tests (default: one for each core, fewer for few tests)',
      jobs,
    )
    .option('--watch', 'run again whenever a rule, test or configuration file changes', false)
    .addHelpText(
      'after',
      `
Each failure is printed with what was expected, what came, and what every matching rule saw. Exit status 1 when a test fails.
A test goes to the site that its Host names, mostly localhost: --host sends all of them to one site.

Example:
  sekisho test --config sekisho.yaml --host www.example.jp my-tests/`,
    )
    .action((tests: string[], options: TestOptions) =>
      action(async () => (await import('./test/command.js')).test(tests, options))(),
    );

  program
    .command('demo')
    .description('run the gateway before a small built-in site, with the shipped rules')
    .option('--port <port>', 'port on 127.0.0.1', port, '8080')
    .option('--admin-port <port>', 'port of the admin listener on 127.0.0.1', port, '9145')
    .addHelpText(
      'after',
      `
Example:
  sekisho demo --port 8081`,
    )
    .action((options: { port: string; adminPort: string }) =>
      action(async () => (await import('../demo/index.js')).demo(options))(),
    );

  addOrderCommands(program, CONFIG_OPTION, action);
  return program;
}

/** @returns the exit status */
async function main(argv: readonly string[]): Promise<number> {
  let status: number = EXIT.ok;
  const program = createProgram(result => {
    status = result;
  });
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...argv]);
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}

// A reader such as `head` may close the pipe early: what it did not want is not missed.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

main(process.argv).then(
  status => {
    process.exitCode = status;
    // A listener of a signal, or a pool that is idle, must not keep a command that is done.
    setTimeout(() => process.exit(), 500).unref();
  },
  error => {
    process.stderr.write(`sekisho: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = EXIT.internal;
  },
);
