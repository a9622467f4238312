import t from 'tap';
import { cli } from '../support/process.js';

t.test('--help tells the commands, exit statuses and examples', async t => {
  const { code, stdout, stderr } = await cli(t, ['--help']);
  t.equal(code, 0);
  t.equal(stderr, '');
  for (const command of ['run', 'check', 'ip', 'explain', 'demo'])
    t.match(stdout, new RegExp(`^  ${command} `, 'm'));
  t.match(stdout, /Exit status: 0 .* 1 .* 2 .* 70 /);
  t.match(stdout, /Examples:\n {2}sekisho check --config/);
});

t.test('the help of every command has an example', async t => {
  const commands = ['run', 'check', 'ip', 'explain', 'test', 'demo'];
  commands.push('ban', 'unban', 'bans', 'open', 'openings', 'close');
  commands.push('gate apply', 'gate confirm', 'gate rollback', 'gate status');
  const helps = await Promise.all(commands.map(command => cli(t, [...command.split(' '), '--help'])));
  helps.forEach(({ code, stdout }, index) => {
    t.equal(code, 0);
    t.match(stdout, new RegExp(`Examples?:\\n[^]*  sekisho ${commands[index]}`), commands[index]);
  });
});

t.test('--version', async t => {
  const { code, stdout } = await cli(t, ['--version']);
  t.equal(code, 0);
  t.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

t.test('a wrong command line: exit 2, and what would be right', async t => {
  const cases: [string[], RegExp][] = [
    [['chekc'], /unknown command 'chekc'\n\(Did you mean check\?\)/],
    [['nonsense'], /unknown command 'nonsense'[\s\S]*--help/],
    [[], /Usage: sekisho/],
    [['run'], /required option '-c, --config <file>'/],
    [['run', '--confg', 'a'], /Did you mean --config|required option/],
    [['ip', '-c', 'a.yaml'], /missing required argument 'address'/],
    [['check', '-c', 'a.yaml', 'more'], /too many arguments/],
    [['demo', '--port', 'abc'], /--port <port>.*abc.*number from 1 to 65535/],
    [['demo', '--admin-port', '0'], /number from 1 to 65535/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await cli(t, args);
    t.equal(code, 2, `sekisho ${args.join(' ')}`);
    t.equal(stdout, '', 'nothing on standard output');
    t.match(stderr, message);
  }
});
