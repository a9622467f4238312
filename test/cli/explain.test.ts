import t, { type Test } from 'tap';
import { TempFolder } from '../support/folder.js';
import { COUNTRIES } from '../support/gateway.js';
import { cli } from '../support/process.js';

const YAML = `listen: { http: 127.0.0.1:0, admin: off }
geoip: { country: country.mmdb }
rules: [rules/*.conf]
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
const RULES = `SecRule ARGS:q "@rx union\\s+select" "id:1,phase:2,deny,status:403,t:none,t:lowercase,msg:'union'"
SecRule REQUEST_METHOD "@streq POST" "id:2,phase:2,deny,status:403,msg:'chained',chain"
  SecRule ARGS:a "@contains bad"
`;
const ATTACK = "GET /?q=1'+UNION%20SELECT+x HTTP/1.1\r\nHost: www.example.jp\r\n\r\n";

function files(t: Test): TempFolder {
  const folder = new TempFolder(t);
  folder.write('sekisho.yaml', YAML);
  folder.write('country.mmdb', COUNTRIES);
  folder.write('rules/a.conf', RULES);
  folder.write('office.txt', '# office\n203.0.113.0/26\n2001:db8:1::/48\n');
  folder.write('attack.http', ATTACK);
  return folder;
}

t.test('each matching rule with its place, and the part that matched', async t => {
  const folder = files(t);
  const args = [
    'explain',
    folder.file('attack.http'),
    '-c',
    folder.file('sekisho.yaml'),
    '--from',
    '133.11.0.1',
  ];
  const { code, stdout, stderr } = await cli(t, args);
  t.equal(code, 0, stderr);
  t.match(stdout, `1 union\n  at       ${folder.file('rules/a.conf')}:1, phase 2`);
  t.match(stdout, 'target   ARGS:q');
  t.match(stdout, 'through  lowercase');
  t.match(stdout, "value    1' »union select« x");
  t.match(stdout, 'verdict  block with 403 (rule: 1)');
  const json = await cli(t, [...args, '--json']);
  const report = JSON.parse(json.stdout);
  t.match(report, { site: 'www.example.jp', mode: 'block', verdict: { kind: 'block', by: 1 } });
  const [match] = report.matches;
  const [{ start, end }] = match.spans;
  t.equal(match.value.slice(start, end), 'union select');
  t.match(match, { id: 1, target: 'ARGS:q', line: 1 });
});

t.test('chained rules, standard input, detect, and nothing for the terminal to obey', async t => {
  const folder = files(t);
  const head =
    'POST /\x1b[2J HTTP/1.1\nHost: new.example.jp\nContent-Type: application/x-www-form-urlencoded\n\n';
  const { code, stdout } = await cli(t, ['explain', '-', '-c', folder.file('sekisho.yaml')], {
    stdin: `${head}a=x%1B[31mbady`,
  });
  t.equal(code, 0);
  t.match(stdout, /^2 chained\n[\s\S]*^2 \(chained 1\) chained\n/m);
  t.match(stdout, `${folder.file('rules/a.conf')}:3`, 'the chained rule’s own line');
  t.match(stdout, '»bad«y');
  t.notMatch(stdout, '\x1b', 'escape sequences are shown, not sent');
  t.match(stdout, /verdict {2}pass\n.*only detects.*block with 403 \(rule: 2\)/);
});

t.test('the gate comes first; half a chain is not told as a match', async t => {
  const folder = files(t);
  const config = ['-c', folder.file('sekisho.yaml')];
  const refused = await cli(t, ['explain', folder.file('attack.http'), ...config, '--from', '8.8.8.8']);
  t.match(
    refused.stdout,
    /no rule ran: the gate comes first[\s\S]*verdict {2}block with 403 \(country: countries\)/,
  );
  const stdin = 'POST / HTTP/1.1\nHost: new.example.jp\n\n';
  const half = await cli(t, ['explain', '-', ...config], { stdin });
  t.match(half.stdout, /no rule matched[\s\S]*verdict {2}pass/);
});

t.test('what each kind of operator found is marked, and macros of messages are expanded', async t => {
  const folder = files(t);
  folder.write('words.data', 'nikto\nsqlmap\n');
  folder.write(
    'rules/a.conf',
    `SecRule ARGS:pm "@pm Foo Bar" "id:11,phase:2,pass,log,msg:'pm'"
SecRule ARGS:file "@pmFromFile ../words.data" "id:12,phase:2,pass,log,msg:'file'"
SecRule ARGS:contains "@contains bad" "id:13,phase:2,pass,log,msg:'contains'"
SecRule ARGS:begins "@beginsWith bad" "id:14,phase:2,pass,log,msg:'begins'"
SecRule ARGS:ends "@endsWith bad" "id:15,phase:2,pass,log,msg:'ends'"
SecRule ARGS:equal "@streq bad" "id:16,phase:2,pass,log,msg:'equal'"
SecRule ARGS:sql "@detectSQLi" "id:17,phase:2,pass,log,msg:'sql'"
SecRule ARGS:xss "@detectXSS" "id:18,phase:2,pass,log,msg:'xss in %{MATCHED_VAR_NAME}'"
SecRule ARGS:not "!@rx ^a" "id:19,phase:2,pass,log,msg:'not'"
`,
  );
  const query = [
    'pm=xBAR&file=my+SQLmap&contains=xbadx&begins=badx&ends=xbad&equal=bad&not=b',
    "sql=1'+UNION+SELECT+a+FROM+b--&xss=a<img+src=x+onerror=alert(1)>",
  ];
  const stdin = `GET /?${query.join('&')} HTTP/1.1\r\nHost: new.example.jp\r\n\r\n`;
  const { stdout } = await cli(t, ['explain', '-', '-c', folder.file('sekisho.yaml')], { stdin });
  const values = [...stdout.matchAll(/^(\d+) (.*)$[\s\S]*?^ {2}value +(.*)$/gm)].map(([, ...found]) => found);
  t.strictSame(values.slice(0, 6), [
    ['11', 'pm', 'x»BAR«'],
    ['12', 'file', 'my »SQLmap«'],
    ['13', 'contains', 'x»bad«x'],
    ['14', 'begins', '»bad«x'],
    ['15', 'ends', 'x»bad«'],
    ['16', 'equal', '»bad«'],
  ]);
  t.match(values[6], ['17', 'sql', /»1' UNION SELECT.*«/]);
  t.match(stdout, /saw {6}union query \(fingerprint \w+, inside single quotes\)/);
  t.match(values[7], ['18', 'xss in ARGS:xss', /»[^»«]*onerror[^»«]*«/]);
  t.match(stdout, /saw {6}event handler \(written into text\)/);
  t.strictSame(values[8], ['19', 'not', 'b'], 'what must not be there cannot be marked');
});

t.test('what is no request, and no file', async t => {
  const folder = files(t);
  const config = ['-c', folder.file('sekisho.yaml')];
  const garbage = await cli(t, ['explain', '-', ...config], { stdin: 'garbage' });
  t.equal(garbage.code, 1);
  t.match(garbage.stderr, /^-:1:1: error: the first line "garbage" is no request line such as GET /);
  const header = await cli(t, ['explain', '-', ...config], { stdin: 'GET / HTTP/1.1\r\nnocolon\r\n\r\n' });
  t.match(header.stderr, /^-:2:1: error: /);
  const missing = await cli(t, ['explain', 'nonexistent.http', ...config]);
  t.equal(missing.code, 1);
  t.match(missing.stderr, /nonexistent\.http: no such file/);
});
