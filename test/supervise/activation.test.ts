import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { COUNTRIES, TEST_RULES, until } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { freePorts, ROOT } from '../support/process.js';
import { needs } from '../support/programs.js';
import { request, WireClient } from '../support/wire.js';

/** Stands for systemd: holds the listening socket, passes it as descriptor 3, and starts the program again when it ends. */
const HOLDER = `
use strict; use IO::Socket::INET; use POSIX ();
$^F = 255;
my $port = shift;
my $socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 511, ReuseAddr => 1) or die "$!";
$| = 1; print "held\\n";
for (1 .. 2) {
  my $pid = fork;
  if (!$pid) {
    if (fileno($socket) != 3) { POSIX::dup2(fileno($socket), 3); POSIX::close(fileno($socket)); }
    $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1;
    exec @ARGV; die "$!";
  }
  waitpid $pid, 0;
}
`;

for (const workers of [1, 2]) {
  t.test(
    `socket activation, ${workers} workers: a restart of the program refuses no connection`,
    needs('perl'),
    async t => {
      const [port] = await freePorts(1);
      const origin = await WireOrigin.start(t);
      const folder = new TempFolder(t);
      folder.write('rules/test.conf', TEST_RULES);
      folder.write('country.mmdb', COUNTRIES);
      const file = folder.write(
        'sekisho.yaml',
        `listen: { http: "127.0.0.1:${port}", admin: off }
workers: ${workers}
geoip: { country: country.mmdb }
log: { access: off }
rules: [rules/*.conf]
sites: [{ hosts: ['*'], upstream: ${origin.url} }]
`,
      );
      const { NODE_OPTIONS: _, ...env } = process.env;
      const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
      const command = [process.execPath, `--import=${import.meta.resolve('tsx')}`, main, 'run', '-c', file];
      const holder = spawn('perl', ['-e', HOLDER, String(port), ...command], { cwd: ROOT, env });
      const ended = new Promise(resolve => holder.once('close', resolve));
      let output = '';
      holder.stdout.setEncoding('utf8').on('data', text => {
        output += text;
      });
      let complaints = '';
      holder.stderr.setEncoding('utf8').on('data', text => {
        complaints += text;
      });
      const readyPids = (): number[] =>
        output
          .split('\n')
          .filter(line => line.includes('"msg":"ready"'))
          .map(line => JSON.parse(line).pid);
      await until(() => output.startsWith('held'));
      // Asked before anyone is there: it waits in the socket's queue and is answered.
      const early = WireClient.open(port).send(request('GET /early'));
      const [first] = await until(() => readyPids().length === 1 && readyPids());
      t.equal((await early.response()).status, 200);
      early.close();
      process.kill(first, 'SIGTERM');
      const statuses: number[] = [];
      while (readyPids().length < 2) {
        const client = WireClient.open(port);
        statuses.push((await client.ask(request('GET /', ['Connection: close']))).status);
        client.close();
      }
      t.ok(statuses.length > 0);
      t.strictSame(
        [...new Set(statuses)],
        [200],
        `${statuses.length} requests while one program followed the other`,
      );
      process.kill(readyPids()[1], 'SIGTERM');
      await ended;
      t.equal(complaints, '');
    },
  );
}
