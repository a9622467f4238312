import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { COUNTRIES } from '../support/gateway.js';
import { Cli, cli, type Finished } from '../support/process.js';
import { askOnce, request } from '../support/wire.js';

const YAML = `listen: { http: 127.0.0.1:0, admin: off }
geoip: { country: country.mmdb }
trustedProxies: [127.0.0.1]
rules: []
sites: [{ hosts: [www.example.jp], upstream: http://127.0.0.1:1, gate: { deny: [192.0.2.1] } }]
`;

t.test('ban, bans, unban, open, close and gate, against a running gateway', async t => {
  const folder = new TempFolder(t);
  folder.write('country.mmdb', COUNTRIES);
  const file = folder.write('sekisho.yaml', YAML);
  folder.write('new.yaml', YAML.replace('deny: [192.0.2.1]', 'only: [198.51.100.0/24]'));
  const order = (...args: string[]): Promise<Finished> => cli(t, [...args, '--config', file]);
  t.match(await order('bans'), { code: 1, stderr: /no gateway listens at .*control\.sock; is it running/ });
  const gateway = new Cli(t, ['run', '--config', file]);
  const { listen } = (await gateway.log('ready')) as unknown as { listen: { port: number }[] };
  const ask = async (ip: string): Promise<number> =>
    (await askOnce(listen[0].port, request('GET /', [`X-Forwarded-For: ${ip}`]))).status;

  t.match(await order('ban', '192.0.2.9', '--for', '2h', '--reason', 'scraping'), {
    code: 0,
    stdout: /^192\.0\.2\.9 everywhere until .* \(manual\): scraping\n$/,
  });
  t.equal(await ask('192.0.2.9'), 403);
  t.match(await order('ip', '192.0.2.9'), {
    stdout: /site ban: blocks, 192\.0\.2\.9 is banned until .*: scraping/,
  });
  t.equal((await order('bans', '--format', 'list')).stdout, '192.0.2.9\n');
  t.match(await order('unban', '192.0.2.9'), { code: 0, stdout: 'lifted one ban of 192.0.2.9\n' });
  t.match(await order('unban', '192.0.2.9'), { code: 1, stderr: /no ban of exactly 192\.0\.2\.9/ });
  t.match(await order('ban', '127.0.0.1'), { code: 1, stderr: /never banned/ });
  t.match(await order('ban', '192.0.2.9', '--for', 'ever'), { code: 2, stderr: /90s, 30m, 2h or 7d/ });

  t.equal(await ask('192.0.2.1'), 403);
  t.match(await order('open', '--ip', '192.0.2.1', '--for', '30m'), {
    code: 0,
    stdout: /may come in everywhere/,
  });
  t.equal(await ask('192.0.2.1'), 502, 'past the gate: there is no upstream');
  t.match(await order('close', 'all'), { code: 0 });
  t.equal(await ask('192.0.2.1'), 403);

  const changed = folder.file('new.yaml');
  t.match(await order('gate', 'apply', changed, '--from', '203.0.113.9'), {
    code: 1,
    stderr: /would refuse you/,
  });
  t.match(await order('gate', 'apply', changed, '--from', '198.51.100.7'), {
    code: 0,
    stdout: /rolled back then/,
  });
  t.equal(await ask('203.0.113.9'), 403);
  t.match(await order('gate', 'status'), { stdout: /new\.yaml is on trial until/ });
  t.match(await order('gate', 'confirm'), { code: 0 });
  t.equal(folder.read('sekisho.yaml'), folder.read('new.yaml'));
  gateway.signal('SIGTERM');
  t.equal((await gateway.finished).code, 0);
});
