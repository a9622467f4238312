import t, { type Test } from 'tap';
import { ip } from '../../src/cli/ip.js';
import { TempFolder } from '../support/folder.js';
import { COUNTRIES } from '../support/gateway.js';
import { cli, type Finished } from '../support/process.js';

const YAML = `listen: { http: 127.0.0.1:0, admin: off }
geoip: { country: country.mmdb }
rules: []
lists:
  office: { file: office.txt }
  partners:
    cidrs:
      - 192.0.2.1
      - 198.51.100.0/25
sites:
  - hosts: [www.example.jp]
    upstream: http://127.0.0.1:1
    gate:
      countries: { only: [JP] }
      allow: [office, partners]
      deny:
        - 133.11.7.0/24
      paths: [{ match: /admin/, only: [office] }]
  - hosts: [new.example.jp]
    upstream: http://127.0.0.1:1
    waf: { mode: detect }
`;
function files(t: Test): TempFolder {
  const folder = new TempFolder(t);
  folder.write('sekisho.yaml', YAML);
  folder.write('country.mmdb', COUNTRIES);
  folder.write('office.txt', '# office\n203.0.113.0/26\n2001:db8:1::/48\n');
  return folder;
}

/** The command in this process: it is synchronous, and a process for each address takes its time. */
function ask(folder: TempFolder, address: string, options: { host?: string; path?: string }): Finished {
  const said = { stdout: '', stderr: '' };
  const { stdout, stderr } = process;
  const writes = { stdout: stdout.write, stderr: stderr.write };
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].write = (text: string | Uint8Array): boolean => {
      said[stream] += text;
      return true;
    };
  }
  try {
    const code = ip(address, { config: folder.file('sekisho.yaml'), path: '/', ...options });
    return { code, stdout: said.stdout.replaceAll(`${folder.path}/`, ''), stderr: said.stderr };
  } finally {
    stdout.write = writes.stdout;
    stderr.write = writes.stderr;
  }
}

t.test('the verdict, and the list, file and line that decide', async t => {
  const folder = files(t);
  const from = (address: string, path = '/', host = 'www.example.jp'): string => {
    const { code, stdout } = ask(folder, address, { host, path });
    t.equal(code, 0);
    return stdout;
  };
  const office = from('203.0.113.7', '/admin/');
  t.match(office, 'www.example.jp/admin/: may come in\n');
  t.match(office, 'on office [office.txt:2 203.0.113.0/26]');
  t.match(from('2001:DB8:1:0::7'), /^2001:db8:1::7 [\s\S]*office\.txt:3 2001:db8:1::\/48/);
  t.match(
    from('198.51.100.1'),
    'on partners [sekisho.yaml:9 198.51.100.0/25]',
    'an entry of the configuration',
  );
  const denied = from('133.11.7.1');
  t.match(denied, 'refused with 403 (deny: 133.11.7.0/24)');
  t.match(denied, '[sekisho.yaml:17 133.11.7.0/24]');
  const foreign = from('8.8.8.8');
  t.match(foreign, 'refused with 403 (country: countries)');
  t.match(foreign, 'US');
  t.match(
    from('133.11.0.1', '//a/../ADMIN'),
    '/ADMIN: refused with 403 (only: office)',
    'the path is normalised',
  );
  t.match(from('8.8.8.8', '/', 'NEW.example.jp:80'), 'new.example.jp/: may come in');
});

t.test('what cannot be looked up', async t => {
  const folder = files(t);
  const address = ask(folder, '1.2.3', {});
  t.equal(address.code, 1);
  t.match(address.stderr, /"1\.2\.3" is no IP address; write one such as/);
  const host = ask(folder, '1.2.3.4', { host: 'other.example' });
  t.equal(host.code, 1);
  t.match(host.stderr, /no site answers for "other\.example"; hosts are www\.example\.jp, new\.example\.jp/);
});

t.test('as a command; without a host every site', async t => {
  const { code, stdout } = await cli(t, [
    'ip',
    '8.8.8.8',
    '-c',
    files(t).file('sekisho.yaml'),
    '--path',
    '/x',
  ]);
  t.equal(code, 0);
  t.match(stdout, /www\.example\.jp\/x: refused[\s\S]*new\.example\.jp\/x: may come in/);
});
