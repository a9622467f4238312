import { readFileSync } from 'node:fs';
import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { type AuditLine, until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { Cli, cli, freePorts } from '../support/process.js';
import { askOnce, request } from '../support/wire.js';

/** A configuration as people hand it round; it has to keep working to the letter. */
const AS_WRITTEN = `listen: { http: 127.0.0.1:9180, admin: 127.0.0.1:9182 }
workers: 1
log: { access: 'off' }
audit: { file: /tmp/audit.jsonl, which: all }
rules: [rules/*.conf]
sites:
  - hosts: ['*']
    upstream: http://127.0.0.1:9181
    waf: { mode: block }
`;

t.test('check passes it unmodified, with the shipped rules', async t => {
  const folder = new TempFolder(t);
  const file = folder.write('sekisho.yaml', AS_WRITTEN);
  for (const cwd of [undefined, folder.path]) {
    const { code, stdout, stderr } = await cli(t, ['check', '--config', file], { cwd });
    t.equal(code, 0, stderr);
    t.match(stdout, /: ok, 1 site, no lists, [1-9]\d* rules/);
    t.notMatch(stderr, /error/);
  }
});

t.test('run works as it says', async t => {
  const folder = new TempFolder(t);
  const origin = await WireOrigin.start(t, () => ok('from the origin'));
  const [http, admin] = await freePorts(2);
  const yaml = AS_WRITTEN.replace('9180', String(http))
    .replace('9182', String(admin))
    .replace('9181', String(origin.port))
    .replace('/tmp/audit.jsonl', folder.file('audit.jsonl'));
  const gateway = new Cli(t, ['run', '--config', folder.write('sekisho.yaml', yaml)], { cwd: folder.path });
  const ready = await gateway.log('ready');
  t.match(ready, { listen: [{ host: '127.0.0.1', port: http }], sites: 1 });
  t.equal(
    gateway.stdout.split('\n').filter(line => line.includes('"msg":"ready"')).length,
    1,
    'one ready line',
  );

  const plain = await askOnce(http, request('GET /index.html', ['X-Plain: yes', 'ACCEPT: */*']));
  t.equal(plain.text, 'from the origin');
  const attack = await askOnce(http, request("GET /?q=1'+UNION+SELECT+password+FROM+users--"));
  t.equal(attack.status, 403);
  const script = await askOnce(
    http,
    request('GET /?q=%3Cscript%3Ealert(1)%3C/script%3E', ['Host: any.other.example']),
  );
  t.equal(script.status, 403);
  t.equal(origin.arrivals.length, 1);

  const lines = await until(() => {
    const all = readFileSync(folder.file('audit.jsonl'), 'utf8').split('\n').slice(0, -1);
    return all.length >= 3 && all.map(line => JSON.parse(line) as AuditLine);
  });
  t.equal(lines.length, 3, 'a line for every transaction that rules saw');
  t.equal(lines[0].request.headers['x-plain'], 'yes');
  t.equal(lines[0].request.headers.accept, '*/*');
  t.equal(lines[0].request.headers.host, 'www.example.jp');
  t.match(lines[0], { outcome: 'forwarded', verdict: 'pass', response: { status: 200 } });
  t.ok(Array.isArray(lines[0].rules), 'also when nothing matched');
  for (const line of lines) {
    for (const name of Object.keys(line.request.headers))
      t.equal(name, name.toLowerCase(), 'names in lower case');
  }
  t.ok(lines[1].rules.length > 0 && lines[1].rules.every(({ id }) => Number.isInteger(id)), 'rules by id');
  t.match(lines[2], { outcome: 'blocked', verdict: 'block', response: { status: 403 } });
  t.notMatch(gateway.stdout, /"path":"\/index\.html"|GET \/index/, 'no access log');

  const metrics = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
  t.match(metrics, /^sekisho_requests_total\{.*\} [1-9]/m);
  t.equal((await fetch(`http://127.0.0.1:${admin}/healthz`)).status, 200);
  gateway.signal('SIGTERM');
  t.equal((await gateway.finished).code, 0);
});
