import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadConfig } from '../../src/config/index.js';
import { ProblemsError } from '../../src/core/index.js';
import { poolSettings } from '../support/pool.js';
import { Folder, problemsOf } from './folder.js';

const SITE = 'sites: [{ hosts: a.example, upstream: "http://10.0.0.5:8080" }]\n';

t.test('a site with nothing but hosts and upstream has every default', t => {
  const folder = new Folder(t);
  const { config, problems } = folder.load(SITE);
  t.same(problems, []);
  t.same(config, {
    file: join(folder.path, 'sekisho.yaml'),
    listen: { http: [{ host: '::', port: 80 }], https: [], admin: [{ host: '127.0.0.1', port: 9145 }] },
    workers: 'auto',
    trustedProxies: [],
    geoip: { country: null },
    lists: [],
    rules: [join(folder.path, 'rules/a.conf'), join(folder.path, 'rules/b.conf')],
    log: { access: '-', format: 'json', level: 'info' },
    audit: { file: null, syslog: null, which: 'off', mask: [], unset: { file: true, which: true } },
    limits: {
      headBytes: 65_536,
      headerCount: 200,
      uriLength: 16_384,
      headTimeout: 20_000,
      bodyTimeout: 60_000,
      idleTimeout: 75_000,
      connectionsPerAddress: null,
      maxBufferedBytes: 536_870_912,
      inspectionTime: 500,
      inspectionTimePerMebibyte: 1000,
    },
    bans: { after: [], for: 600_000, growth: 4, longest: 604_800_000, scope: 'site', never: [] },
    state: {
      folder: join(folder.path, 'sekisho-state'),
      socket: join(folder.path, 'sekisho-state/control.sock'),
    },
    admin: { token: null, gate: null },
    streams: [],
    sites: [
      {
        site: {
          name: 'a.example',
          hosts: ['a.example'],
          pool: poolSettings('http://10.0.0.5:8080', {
            timeouts: { connect: 5000, headers: 60_000, body: 60_000 },
          }),
          routes: [],
          requestHeaders: null,
          responseHeaders: null,
          bodyLimit: 13_107_200,
          overBodyLimit: 'reject',
          onFault: 'block',
          mode: 'block',
          modeByPath: [],
          blockPage: null,
          maintenancePage: null,
        },
        tls: null,
        gate: { only: null, allow: [], deny: [], countries: null, paths: [], rates: [], refusal: 'page' },
        paranoia: null,
        exclude: [],
        unset: { mode: true, bodyLimit: true, overBodyLimit: true },
      },
    ],
  });
  t.end();
});

t.test('everything given', t => {
  const folder = new Folder(t);
  const { config, problems } = folder.load(`
listen: { http: [8080, "*:8081", 127.0.0.1:8082], https: "[2001:DB8::1]:8443", admin: 9200 }
workers: 4
trustedProxies: 10.0.0.0/8
lists: { office: { cidrs: 2001:DB8:1::/48 }, scanners: { file: lists/scanners.txt } }
log: { access: off, format: combined, level: debug }
audit: { file: audit.jsonl, mask: [X-Api-Key, 暗証番号] }
sites:
  - hosts: [WWW.example.jp, 例え.example, "*.Shop.example.jp", 192.0.2.1, "[2001:DB8:0::1]", "*"]
    upstream: HTTPS://Backend.example:443/
    tls: { cert: tls/example.pem, key: tls/example.key }
    timeouts: { connect: 500ms, headers: 2m, body: 1.5 }
    bodyLimit: 1.5MiB
    overBodyLimit: pass-partial
    blockPage: pages/block.html
    gate:
      only: office
      allow: 203.0.113.7
      deny: all
      countries: { deny: [cn, KP], private: deny }
      paths: [{ match: "/%e6%97%a5本 x/%2A/", countries: { only: [jp] } }]
    waf:
      mode: detect
      paranoia: 3
      onFault: pass
      exclude: [{ rule: 942100 }, { rule: 942100-942199, target: "args:コメント", path: /blog/ }]
      paths: [{ match: /a/, mode: off }, { match: /a/b/, mode: block }]
`);
  t.same(
    problems.map(problem => problem.found),
    [
      'the certificate does not name xn--r8jz45g.example',
      'the certificate does not name 192.0.2.1',
      'the certificate does not name [2001:db8::1]',
    ],
  );
  t.same(config.listen, {
    http: [
      { host: '::', port: 8080 },
      { host: '::', port: 8081 },
      { host: '127.0.0.1', port: 8082 },
    ],
    https: [{ host: '2001:db8::1', port: 8443 }],
    admin: [{ host: '127.0.0.1', port: 9200 }],
  });
  t.equal(config.workers, 4);
  t.same(config.trustedProxies, ['10.0.0.0/8']);
  t.same(config.lists, [
    { name: 'office', source: { cidrs: ['2001:db8:1::/48'] } },
    {
      name: 'scanners',
      source: { file: join(folder.path, 'lists/scanners.txt'), column: null, separator: ',' },
    },
  ]);
  t.same(config.log, { access: null, format: 'combined', level: 'debug' });
  const utf8 = Buffer.from('暗証番号').toString('latin1');
  t.same(config.audit, {
    file: join(folder.path, 'audit.jsonl'),
    syslog: null,
    which: 'relevant',
    mask: ['x-api-key', utf8],
    unset: { file: false, which: true },
  });
  const [{ site, tls, gate, paranoia, exclude }] = config.sites;
  t.same(site, {
    name: 'www.example.jp',
    hosts: ['www.example.jp', 'xn--r8jz45g.example', '*.shop.example.jp', '192.0.2.1', '[2001:db8::1]', '*'],
    pool: poolSettings('https://backend.example', {
      timeouts: { connect: 500, headers: 120_000, body: 1500 },
    }),
    routes: [],
    requestHeaders: null,
    responseHeaders: null,
    bodyLimit: 1_572_864,
    overBodyLimit: 'pass-partial',
    onFault: 'pass',
    mode: 'detect',
    modeByPath: [
      { path: '/a/b/', mode: 'block' },
      { path: '/a/', mode: 'off' },
    ],
    blockPage: '<p>{{id}}</p>\n',
    maintenancePage: null,
  });
  t.match(tls, {
    certFile: join(folder.path, 'tls/example.pem'),
    cert: /BEGIN CERTIFICATE/,
    key: /PRIVATE KEY/,
  });
  t.same(gate, {
    only: ['office'],
    allow: ['203.0.113.7'],
    deny: 'all',
    countries: { only: null, deny: ['CN', 'KP'], unknown: 'allow', private: 'deny', loopback: 'allow' },
    paths: [
      {
        match: `/${Buffer.from('日本').toString('latin1')} x/*/`,
        only: null,
        allow: [],
        deny: [],
        countries: { only: ['JP'], deny: [], unknown: 'deny', private: 'allow', loopback: 'allow' },
      },
    ],
    rates: [],
    refusal: 'page',
  });
  t.equal(paranoia, 3);
  t.same(exclude, [
    { rule: { first: 942100, last: 942100 }, target: null, path: null },
    {
      rule: { first: 942100, last: 942199 },
      target: `ARGS:${Buffer.from('コメント').toString('latin1')}`,
      path: '/blog/',
    },
  ]);
  t.end();
});

t.test('the configuration is frozen to its leaves', t => {
  const { config } = new Folder(t).load(SITE);
  const walk = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 0;
    t.ok(Object.isFrozen(value));
    return 1 + Object.values(value).reduce((sum: number, inner) => sum + walk(inner), 0);
  };
  t.ok(walk(config) > 15);
  t.end();
});

t.test('`off` and its YAML 1.1 form false mean the same; %YAML 1.1 changes nothing', t => {
  const folder = new Folder(t);
  for (const off of ['off', "'off'", 'false']) {
    const { config } = folder.load(
      `log: { access: ${off} }\naudit: { file: a, which: ${off} }\nlisten: { http: 80, admin: ${off} }\n` +
        `sites: [{ hosts: a.example, upstream: "http://10.0.0.5", waf: { mode: ${off} }, gate: { only: [10.0.0.1] } }]`,
    );
    t.equal(config.log.access, null);
    t.same(config.audit, {
      file: null,
      syslog: null,
      which: 'off',
      mask: [],
      unset: { file: false, which: false },
    });
    t.same(config.listen.admin, []);
    t.equal(config.sites[0].site.mode, 'off');
  }
  const old = folder.load(
    '%YAML 1.1\n---\nsites: [{ hosts: a.example, upstream: "http://10.0.0.5", gate: { countries: { only: [NO] } } }]',
  );
  t.same(old.config.sites[0].gate.countries?.only, ['NO']);
  t.end();
});

t.test('rule patterns: nearest folder first, sorted by name, each file once', t => {
  const folder = new Folder(t);
  for (const name of [
    'near/10.conf',
    'near/9.conf',
    'near/B.conf',
    'near/a.conf',
    'near/.hidden.conf',
    'near/x/1-config.conf',
  ]) {
    folder.write(`etc/${name}`, '');
  }
  folder.write('cwd/near/not-this.conf', '');
  folder.write('cwd/second/c.conf', '');
  folder.write('package/second/not-this.conf', '');
  folder.write('package/third/p.conf', '');
  mkdirSync(join(folder.path, 'etc/near/folder.conf'));
  symlinkSync(join(folder.path, 'nowhere'), join(folder.path, 'etc/near/dangling.conf'));
  const file = folder.write(
    'etc/sekisho.yaml',
    `rules: [near/a.conf, near/*.conf, near/*/*-config.conf, second/?.conf, third/*.conf]\n${SITE}`,
  );
  const { config, files } = loadConfig(file, {
    workingFolder: join(folder.path, 'cwd'),
    packageFolder: join(folder.path, 'package'),
  });
  const rules = [
    'etc/near/a.conf',
    'etc/near/10.conf',
    'etc/near/9.conf',
    'etc/near/B.conf',
    'etc/near/x/1-config.conf',
    'cwd/second/c.conf',
    'package/third/p.conf',
  ].map(name => join(folder.path, name));
  t.same(config.rules, rules);
  t.same(files, [file, ...rules]);
  t.end();
});

t.test('sites of a folder: one a file, sorted by name, paths relative to the file, places in it', t => {
  const folder = new Folder(t);
  folder.write('sites.d/b.yaml', 'hosts: b.example\nupstream: http://10.0.0.2\n');
  folder.write(
    'sites.d/a.yml',
    '# first\nhosts: a.example\nupstream: http://10.0.0.1\nblockPage: page.html\n',
  );
  folder.write('sites.d/page.html', 'a');
  const { config, files, place } = folder.load('sites: sites.d\n');
  t.same(
    config.sites.map(({ site }) => [site.name, site.blockPage]),
    [
      ['a.example', 'a'],
      ['b.example', null],
    ],
  );
  const file = (name: string) => join(folder.path, name);
  t.ok(
    ['sekisho.yaml', 'sites.d/a.yml', 'sites.d/b.yaml', 'sites.d/page.html'].every(name =>
      files.includes(file(name)),
    ),
  );
  t.same(place(['sites', 0, 'upstream']), { file: file('sites.d/a.yml'), line: 3, column: 11 });
  t.same(place(['sites', 1]), { file: file('sites.d/b.yaml'), line: 1, column: 1 });
  t.same(place(['sites']), { file: file('sekisho.yaml'), line: 1, column: 8 });
  t.end();
});

t.test('place finds values, keys of maps, and the nearest thing above what does not exist', t => {
  const { place, config } = new Folder(t).load(
    'lists:\n  office:\n    cidrs: [10.0.0.0/8, 10.1.0.0/16]\nsites:\n  - &a\n    hosts: a.example\n' +
      '    upstream: http://10.0.0.1\n  - <<: *a\n    hosts: b.example\n',
  );
  const at = (...path: (string | number)[]) => {
    const { file, line, column } = place(path);
    t.equal(file, config.file);
    return `${line}:${column}`;
  };
  t.equal(at('lists', 'office', 'cidrs', 1), '3:25');
  t.equal(at('lists', 'office', 'cidrs', 2), '3:5');
  t.equal(at('lists', 'office'), '2:3');
  t.equal(at('lists', 'nobody', 'cidrs'), '1:1');
  t.equal(at('sites', 1, 'hosts'), '9:12');
  t.equal(at('sites', 1, 'upstream'), '7:15', 'merged from the anchor');
  t.equal(at(), '1:1');
  t.end();
});

t.test('a byte order mark is skipped, and does not move columns', t => {
  const folder = new Folder(t);
  t.same(folder.problems(`\ufeff${SITE}`), []);
  t.match(folder.problems('\ufeffsites: 1'), [/^sekisho\.yaml:1:8: error: sites is 1; /]);
  t.end();
});

t.test('bytes that are not UTF-8 are an error with their place', t => {
  const folder = new Folder(t);
  t.same(folder.problems(Buffer.from(`# caf\u00e9\n${SITE}`, 'latin1')), [
    'sekisho.yaml:1:6: error: a byte that is not UTF-8; expected a file saved as UTF-8',
  ]);
  t.match(folder.problems(Buffer.from(`\ufeff${SITE}`, 'utf16le')), [/not UTF-8/]);
  t.end();
});

t.test('a file that cannot be read is a problem of that file', t => {
  const folder = new Folder(t);
  for (const name of ['nowhere.yaml', 'rules', 'a\0b']) {
    t.throws(() => loadConfig(join(folder.path, name)), ProblemsError, JSON.stringify(name));
  }
  t.equal(
    problemsOf(() => loadConfig(join(folder.path, 'nowhere.yaml')))[0].file,
    join(folder.path, 'nowhere.yaml'),
  );
  t.end();
});

t.test('thousands of sites share the text of one block page', t => {
  const folder = new Folder(t);
  const sites = Array.from(
    { length: 2000 },
    (_, i) =>
      `  - { hosts: s${i}.example, upstream: "http://10.0.0.5", blockPage: pages/block.html, gate: ${i === 0 ? '&g { only: [10.0.0.0/8] }' : '*g'} }`,
  );
  const { config, problems } = folder.load(`sites:\n${sites.join('\n')}\n`);
  t.same(problems, []);
  t.equal(config.sites.length, 2000);
  t.ok(
    config.sites.every(({ site, gate }) => site.blockPage === '<p>{{id}}</p>\n' && gate.only?.length === 1),
  );
  t.end();
});
