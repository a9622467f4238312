import t from 'tap';
import { UNSUPPORTED_VARIABLES, VARIABLES } from '../../../src/inspect/variables/registry.js';
import { JAPAN, TestGateway } from '../../support/gateway.js';
import { ok, WireOrigin } from '../../support/origin.js';
import { askOnce, request } from '../../support/wire.js';
import { asker, raw, type Seen } from './ask.js';

/**
 * What every variable shows of raw requests, by the ModSecurity v3 reference manual. A variable of the registry that no
 * case speaks of is a failure (the last test); those that depend on the rules around them are in other files.
 */
interface Case {
  readonly about: string;
  readonly request: string | Buffer;
  readonly peer?: string;
  readonly response?: { readonly status: number; readonly headers: readonly string[]; readonly body: string };
  /** A value alone is that of a variable without keys. */
  readonly shows: Readonly<Record<string, Seen | string>>;
}

/** Rules that run before: they choose body processors, open collections and set what can be set. */
const RULES = `SecResponseBodyAccess On
SecResponseBodyMimeType text/html
SecResponseBodyLimit 64
SecWebAppId shop
SecRule REQUEST_HEADERS:Content-Type "@rx json" "id:1,phase:1,pass,nolog,t:none,ctl:requestBodyProcessor=JSON"
SecRule REQUEST_HEADERS:Content-Type "@rx xml" "id:2,phase:1,pass,nolog,t:none,ctl:requestBodyProcessor=XML"
SecAction "id:3,phase:1,pass,nolog,setvar:tx.Score=5,setvar:tx.name=%{REQUEST_METHOD},setenv:Tag=suspicious"
SecAction "id:4,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},initcol:global=global,initcol:resource=%{REQUEST_FILENAME}"
SecAction "id:5,phase:1,pass,nolog,setsid:s1,setuid:alice"
SecAction "id:6,phase:1,pass,nolog,setvar:ip.a=1,setvar:global.b=2,setvar:resource.c=3,setvar:session.d=4,setvar:user.e=5"
SecRule REMOTE_ADDR "@geoLookup" "id:7,phase:1,pass,nolog"
SecRule REQUEST_URI "@contains /warn" "id:8,phase:1,pass,nolog,severity:WARNING"
SecRule REQUEST_URI "@contains /crit" "id:9,phase:1,pass,nolog,severity:CRITICAL"
SecRule REQUEST_URI "@contains /warn" "id:10,phase:2,pass,nolog,severity:NOTICE"
SecAction "id:11,phase:4,pass,nolog"
`;
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const MULTIPART = 'Content-Type: multipart/form-data; boundary=B';
const JSON_TYPE = 'Content-Type: application/json';
const XML_TYPE = 'Content-Type: text/xml';
const part = (disposition: string, content = 'x', more = ''): string =>
  `--B\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${content}\r\n`;
const multipart = (...parts: string[]): string => raw('POST /', [MULTIPART], `${parts.join('')}--B--\r\n`);
const GOOD = part('name="a"');
const LATE = new Date().getFullYear();

const CASES: readonly Case[] = [
  {
    about: 'the request line',
    request: raw('GET /a%20b/index.php?p=X%41+1&p=2#f'),
    shows: {
      REQUEST_LINE: 'GET /a%20b/index.php?p=X%41+1&p=2#f HTTP/1.1',
      REQUEST_METHOD: 'GET',
      REQUEST_PROTOCOL: 'HTTP/1.1',
      REQUEST_URI: '/a b/index.php?p=XA+1&p=2#f',
      REQUEST_URI_RAW: '/a%20b/index.php?p=X%41+1&p=2#f',
      REQUEST_FILENAME: '/a b/index.php',
      REQUEST_BASENAME: 'index.php',
      PATH_INFO: '/a b/index.php',
      QUERY_STRING: 'p=X%41+1&p=2#f',
      URLENCODED_ERROR: '0',
      REQBODY_PROCESSOR: [],
      REQUEST_BODY: '',
      REQUEST_BODY_LENGTH: '0',
    },
  },
  {
    about: 'the absolute form: no host in REQUEST_URI, but in REQUEST_URI_RAW',
    request: raw('GET http://www.example.jp:80/x/..%5cy?'),
    shows: {
      REQUEST_URI: '/x/..\\y?',
      REQUEST_URI_RAW: 'http://www.example.jp:80/x/..%5cy?',
      REQUEST_BASENAME: 'y',
      QUERY_STRING: '',
    },
  },
  {
    about: 'an escaped question mark belongs to the path (CVE-2024-1019)',
    request: raw('GET /a%3Fb=c?d'),
    shows: { REQUEST_FILENAME: '/a?b=c', QUERY_STRING: 'd', ARGS_GET_NAMES: [['ARGS_GET_NAMES:d', 'd']] },
  },
  {
    about: 'arguments of query and body',
    request: raw('POST /?a=1&b=%26&a=', [FORM], 'c=3+4&A=%zz&=x&y'),
    shows: {
      ARGS: [
        ['ARGS:a', '1'],
        ['ARGS:b', '&'],
        ['ARGS:a', ''],
        ['ARGS:c', '3 4'],
        ['ARGS:A', '%zz'],
        ['ARGS:', 'x'],
        ['ARGS:y', ''],
      ],
      ARGS_GET: [
        ['ARGS_GET:a', '1'],
        ['ARGS_GET:b', '&'],
        ['ARGS_GET:a', ''],
      ],
      ARGS_POST: [
        ['ARGS_POST:c', '3 4'],
        ['ARGS_POST:A', '%zz'],
        ['ARGS_POST:', 'x'],
        ['ARGS_POST:y', ''],
      ],
      ARGS_NAMES: [
        ['ARGS_NAMES:a', 'a'],
        ['ARGS_NAMES:b', 'b'],
        ['ARGS_NAMES:a', 'a'],
        ['ARGS_NAMES:c', 'c'],
        ['ARGS_NAMES:A', 'A'],
        ['ARGS_NAMES:', ''],
        ['ARGS_NAMES:y', 'y'],
      ],
      ARGS_GET_NAMES: [
        ['ARGS_GET_NAMES:a', 'a'],
        ['ARGS_GET_NAMES:b', 'b'],
        ['ARGS_GET_NAMES:a', 'a'],
      ],
      ARGS_POST_NAMES: [
        ['ARGS_POST_NAMES:c', 'c'],
        ['ARGS_POST_NAMES:A', 'A'],
        ['ARGS_POST_NAMES:', ''],
        ['ARGS_POST_NAMES:y', 'y'],
      ],
      ARGS_COMBINED_SIZE: '15',
      URLENCODED_ERROR: '1',
      REQBODY_PROCESSOR: 'URLENCODED',
      REQBODY_ERROR: '0',
      REQBODY_ERROR_MSG: '',
      REQBODY_PROCESSOR_ERROR: '0',
      REQBODY_PROCESSOR_ERROR_MSG: '',
      REQUEST_BODY: 'c=3+4&A=%zz&=x&y',
      REQUEST_BODY_LENGTH: '16',
      INBOUND_DATA_ERROR: '0',
    },
  },
  {
    about: 'headers and cookies: names in any case, values as received',
    request: raw('GET /', ['X-A: 1', 'x-a: \xe9 2', 'Cookie: s=a%20b; t="q"', 'Cookie: S=2', 'Accept: */*']),
    shows: {
      REQUEST_HEADERS: [
        ['REQUEST_HEADERS:Host', 'www.example.jp'],
        ['REQUEST_HEADERS:X-A', '1'],
        ['REQUEST_HEADERS:x-a', '\xe9 2'],
        ['REQUEST_HEADERS:Cookie', 's=a%20b; t="q"'],
        ['REQUEST_HEADERS:Cookie', 'S=2'],
        ['REQUEST_HEADERS:Accept', '*/*'],
      ],
      REQUEST_HEADERS_NAMES: [
        ['REQUEST_HEADERS_NAMES:Host', 'Host'],
        ['REQUEST_HEADERS_NAMES:X-A', 'X-A'],
        ['REQUEST_HEADERS_NAMES:x-a', 'x-a'],
        ['REQUEST_HEADERS_NAMES:Cookie', 'Cookie'],
        ['REQUEST_HEADERS_NAMES:Cookie', 'Cookie'],
        ['REQUEST_HEADERS_NAMES:Accept', 'Accept'],
      ],
      REQUEST_COOKIES: [
        ['REQUEST_COOKIES:s', 'a%20b'],
        ['REQUEST_COOKIES:t', '"q"'],
        ['REQUEST_COOKIES:S', '2'],
      ],
      REQUEST_COOKIES_NAMES: [
        ['REQUEST_COOKIES_NAMES:s', 's'],
        ['REQUEST_COOKIES_NAMES:t', 't'],
        ['REQUEST_COOKIES_NAMES:S', 'S'],
      ],
      AUTH_TYPE: [],
      REMOTE_USER: [],
    },
  },
  {
    about: 'the whole request',
    request: raw('POST /x?y', [FORM], 'a=1'),
    shows: {
      FULL_REQUEST: `POST /x?y HTTP/1.1\nHost: www.example.jp\n${FORM}\n\na=1`,
      FULL_REQUEST_LENGTH: String(`POST /x?y HTTP/1.1\nHost: www.example.jp\n${FORM}\n\na=1`.length),
    },
  },
  {
    about: 'credentials',
    request: raw('GET /', [`Authorization: basic ${Buffer.from('al:ice:secret').toString('base64')}`]),
    shows: { AUTH_TYPE: 'basic', REMOTE_USER: 'al' },
  },
  {
    about: 'credentials that have no user',
    request: raw('GET /', ['Authorization: Bearer YWw6aWNl']),
    shows: { AUTH_TYPE: 'Bearer', REMOTE_USER: [] },
  },
  {
    about: 'the connection and the server',
    request: raw('GET /'),
    peer: '203.0.113.9',
    shows: {
      REMOTE_ADDR: '203.0.113.9',
      REMOTE_HOST: '203.0.113.9',
      REMOTE_PORT: '0',
      SERVER_ADDR: '127.0.0.1',
      SERVER_PORT: '80',
      SERVER_NAME: 'www.example.jp',
      WEBAPPID: 'shop',
      MODSEC_BUILD: '030014100',
      MSC_PCRE_ERROR: '0',
      MSC_PCRE_LIMITS_EXCEEDED: '0',
      GEO: [],
    },
  },
  {
    about: 'the server name is the Host without its port',
    request: 'GET / HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n\r\n',
    shows: { SERVER_NAME: '[2001:db8::1]' },
  },
  {
    about: 'the country of an address',
    request: raw('GET /'),
    peer: JAPAN,
    shows: {
      GEO: [
        ['GEO:COUNTRY_CODE', 'JP'],
        ['GEO:COUNTRY_CODE3', 'JPN'],
        ['GEO:COUNTRY_NAME', 'Japan'],
        ['GEO:COUNTRY_CONTINENT', 'AS'],
      ],
    },
  },
  {
    about: 'collections',
    request: raw('GET /page'),
    shows: {
      TX: [
        ['TX:score', '5'],
        ['TX:name', 'GET'],
      ],
      ENV: [['ENV:tag', 'suspicious']],
      SESSIONID: 's1',
      USERID: 'alice',
      IP: [['IP:a', '1']],
      GLOBAL: [['GLOBAL:b', '2']],
      RESOURCE: [['RESOURCE:c', '3']],
      SESSION: [['SESSION:d', '4']],
      USER: [['USER:e', '5']],
    },
  },
  {
    about: 'no rule had a severity',
    request: raw('GET /'),
    shows: { HIGHEST_SEVERITY: '255' },
  },
  {
    about: 'the highest severity is the lowest number, of rules that log nothing too',
    request: raw('GET /warn'),
    shows: { HIGHEST_SEVERITY: '4' },
  },
  {
    about: 'whatever the order',
    request: raw('GET /crit/warn'),
    shows: { HIGHEST_SEVERITY: '2' },
  },
  {
    about: 'files and fields of a multipart body',
    request: multipart(
      part('name="a"', '1'),
      part('name="f"; filename="C:\\dir\\x.php"', 'content', 'Content-Type: text/plain\r\n'),
      part('name="g"; filename="y"', ''),
    ),
    shows: {
      ARGS_POST: [['ARGS_POST:a', '1']],
      ARGS_COMBINED_SIZE: '2',
      FILES: [
        ['FILES:f', 'C:\\dir\\x.php'],
        ['FILES:g', 'y'],
      ],
      FILES_NAMES: [
        ['FILES_NAMES:f', 'f'],
        ['FILES_NAMES:g', 'g'],
      ],
      FILES_SIZES: [
        ['FILES_SIZES:f', '7'],
        ['FILES_SIZES:g', '0'],
      ],
      FILES_COMBINED_SIZE: '7',
      FILES_TMP_CONTENT: [
        ['FILES_TMP_CONTENT:f', 'content'],
        ['FILES_TMP_CONTENT:g', ''],
      ],
      MULTIPART_NAME: [
        ['MULTIPART_NAME:a', 'a'],
        ['MULTIPART_NAME:f', 'f'],
        ['MULTIPART_NAME:g', 'g'],
      ],
      MULTIPART_FILENAME: [
        ['MULTIPART_FILENAME:C:\\dir\\x.php', 'C:\\dir\\x.php'],
        ['MULTIPART_FILENAME:y', 'y'],
      ],
      MULTIPART_PART_HEADERS: [
        ['MULTIPART_PART_HEADERS:a', 'Content-Disposition: form-data; name="a"'],
        ['MULTIPART_PART_HEADERS:f', 'Content-Disposition: form-data; name="f"; filename="C:\\dir\\x.php"'],
        ['MULTIPART_PART_HEADERS:f', 'Content-Type: text/plain'],
        ['MULTIPART_PART_HEADERS:g', 'Content-Disposition: form-data; name="g"; filename="y"'],
      ],
      MULTIPART_STRICT_ERROR: '0',
      MULTIPART_UNMATCHED_BOUNDARY: '0',
      REQBODY_PROCESSOR: 'MULTIPART',
    },
  },
  {
    about: 'no multipart body: nothing of it is set',
    request: raw('POST /', [FORM], 'a=1'),
    shows: { MULTIPART_NAME: [], MULTIPART_FILENAME: [], FILES: [], FILES_COMBINED_SIZE: '0' },
  },
  ...flagCases(),
  {
    about: 'JSON, flattened',
    request: raw('POST /', [JSON_TYPE], '{"a":{"b":[1,true,null,"x\\u00e9"]},"":{"c":1.50},"a":2,"d":{}}'),
    shows: {
      REQBODY_PROCESSOR: 'JSON',
      REQBODY_ERROR: '0',
      ARGS: [
        ['ARGS:json.a.b.array_0', '1'],
        ['ARGS:json.a.b.array_1', 'true'],
        ['ARGS:json.a.b.array_2', ''],
        ['ARGS:json.a.b.array_3', 'x\xc3\xa9'],
        ['ARGS:json.empty-key.c', '1.50'],
        ['ARGS:json.a', '2'],
        ['ARGS:json.d', ''],
      ],
      REQUEST_BODY: '{"a":{"b":[1,true,null,"x\\u00e9"]},"":{"c":1.50},"a":2,"d":{}}',
    },
  },
  {
    about: 'JSON: a bare scalar',
    request: raw('POST /', [JSON_TYPE], '"attack"'),
    shows: { ARGS: [['ARGS:json', 'attack']], REQBODY_ERROR: '0' },
  },
  {
    about: 'JSON that is none',
    request: raw('POST /', [JSON_TYPE], '{"a":1,"b"}'),
    shows: {
      REQBODY_ERROR: '1',
      REQBODY_ERROR_MSG: 'JSON: at byte 7 should be a comma, a closing bracket or a key with its colon',
      REQBODY_PROCESSOR_ERROR: '1',
      REQBODY_PROCESSOR_ERROR_MSG:
        'JSON: at byte 7 should be a comma, a closing bracket or a key with its colon',
      ARGS: [
        ['ARGS:json.a', '1'],
        ['ARGS:json', '"b"}'],
      ],
      MULTIPART_STRICT_ERROR: '0',
    },
  },
  {
    about: 'XML: text and attributes',
    request: raw('POST /', [XML_TYPE], '<a b="1"><c d="&lt;2">x</c> y</a>'),
    shows: {
      XML: [
        ['XML:/*', 'x y'],
        ['XML:/*', 'x'],
        ['XML:/*', ' y'],
        ['XML://@*', '1'],
        ['XML://@*', '<2'],
      ],
      REQBODY_PROCESSOR: 'XML',
      REQUEST_BODY: [],
      REQUEST_BODY_LENGTH: '33',
      ARGS: [],
    },
  },
  {
    about: 'more arguments in the query than are taken apart: also an error',
    request: raw(`GET /?${'a&'.repeat(1000)}b`),
    shows: {
      REQBODY_ERROR: '1',
      REQBODY_ERROR_MSG: 'more arguments in query and body than the limit allows',
    },
  },
  {
    about: 'no response yet',
    request: raw('GET /'),
    shows: {
      RESPONSE_STATUS: [],
      STATUS_LINE: [],
      RESPONSE_PROTOCOL: [],
      RESPONSE_HEADERS: [],
      RESPONSE_CONTENT_TYPE: [],
      RESPONSE_CONTENT_LENGTH: [],
      OUTBOUND_DATA_ERROR: '0',
    },
  },
  {
    about: 'a response',
    request: raw('GET /'),
    response: {
      status: 404,
      headers: ['Content-Type', 'text/html; charset=utf-8', 'X-Cache', 'MISS', 'x-cache', '2'],
      body: '<p>ODBC Error Code',
    },
    shows: {
      RESPONSE_STATUS: '404',
      STATUS_LINE: 'HTTP/1.1 404',
      RESPONSE_PROTOCOL: 'HTTP/1.1',
      RESPONSE_HEADERS: [
        ['RESPONSE_HEADERS:Content-Type', 'text/html; charset=utf-8'],
        ['RESPONSE_HEADERS:X-Cache', 'MISS'],
        ['RESPONSE_HEADERS:x-cache', '2'],
      ],
      RESPONSE_HEADERS_NAMES: [
        ['RESPONSE_HEADERS_NAMES:Content-Type', 'Content-Type'],
        ['RESPONSE_HEADERS_NAMES:X-Cache', 'X-Cache'],
        ['RESPONSE_HEADERS_NAMES:x-cache', 'x-cache'],
      ],
      RESPONSE_CONTENT_TYPE: 'text/html; charset=utf-8',
      RESPONSE_CONTENT_LENGTH: '18',
      RESPONSE_BODY: '<p>ODBC Error Code',
      OUTBOUND_DATA_ERROR: '0',
    },
  },
  {
    about: 'a response whose body is not looked at',
    request: raw('GET /'),
    response: { status: 200, headers: ['Content-Type', 'image/png', 'Content-Length', '5'], body: 'PNG..' },
    shows: { RESPONSE_BODY: '', RESPONSE_CONTENT_LENGTH: '5' },
  },
  {
    about: 'a response over the limit',
    request: raw('GET /'),
    response: { status: 200, headers: ['Content-Type', 'text/html'], body: 'x'.repeat(65) },
    shows: { OUTBOUND_DATA_ERROR: '1', RESPONSE_BODY: 'x'.repeat(64) },
  },
];

/** One case for each evasion flag of multipart bodies; MULTIPART_STRICT_ERROR sums nearly all of them up. */
function flagCases(): Case[] {
  const type = (value: string): string =>
    raw('POST /', [`Content-Type: multipart/form-data${value}`], `${GOOD}--B--\r\n`);
  const cases: readonly (readonly [flags: readonly string[], request: string, strict: '0' | '1'])[] = [
    [['MULTIPART_BOUNDARY_QUOTED'], type('; boundary="B"'), '1'],
    [['MULTIPART_BOUNDARY_WHITESPACE'], type('; boundary= B'), '1'],
    [['MULTIPART_MISSING_SEMICOLON', 'MULTIPART_SEMICOLON_MISSING'], type(' boundary=B'), '1'],
    [['MULTIPART_DATA_BEFORE'], raw('POST /', [MULTIPART], `before\r\n${GOOD}--B--\r\n`), '1'],
    [['MULTIPART_DATA_AFTER'], raw('POST /', [MULTIPART], `${GOOD}--B--\r\nafter`), '1'],
    [['MULTIPART_HEADER_FOLDING'], multipart(part('name="a"', 'x', 'X-Y: 1\r\n 2\r\n')), '1'],
    [
      ['MULTIPART_HEADER_FOLDING', 'MULTIPART_INVALID_HEADER_FOLDING'],
      multipart(part('name="a"', 'x', 'X-Y: 1\r\n\v2\r\n')),
      '1',
    ],
    [
      ['MULTIPART_LF_LINE', 'MULTIPART_CRLF_LF_LINES'],
      raw('POST /', [MULTIPART], `${GOOD.replace('--B\r\n', '--B\n')}--B--\r\n`),
      '1',
    ],
    [['MULTIPART_INVALID_QUOTING'], multipart(part("name='a'")), '1'],
    [['MULTIPART_INVALID_PART'], multipart(part('name=')), '1'],
    [['MULTIPART_FILE_LIMIT_EXCEEDED'], multipart(part('name="f"; filename="x"').repeat(1001)), '1'],
    [['MULTIPART_UNMATCHED_BOUNDARY'], multipart(part('name="a"', 'x--B--')), '0'],
  ];
  const all = [...VARIABLES.keys()].filter(
    name => cases.some(([flags]) => flags.includes(name)) || name === 'MULTIPART_STRICT_ERROR',
  );
  return cases.map(([flags, request, strict]) => ({
    about: flags.join(', '),
    request,
    shows: Object.fromEntries(
      all.map(name => [name, name === 'MULTIPART_STRICT_ERROR' ? strict : flags.includes(name) ? '1' : '0']),
    ),
  }));
}

const spoken = new Set<string>();

t.test('every variable shows what the manual says', async t => {
  const ask = asker(t, RULES);
  for (const { about, request, peer, response, shows } of CASES) {
    const seen = await ask(request, {
      ...(peer !== undefined && { peer }),
      ...(response !== undefined && {
        response: {
          head: { status: response.status, httpVersion: '1.1', rawHeaders: response.headers },
          body: Buffer.from(response.body, 'latin1'),
        },
      }),
    });
    for (const [name, expected] of Object.entries(shows)) {
      spoken.add(name);
      t.strictSame(
        seen.get(name),
        typeof expected === 'string' ? [[name, expected]] : expected,
        `${about}: ${name}`,
      );
    }
  }
});

t.test('the clock', async t => {
  const ask = asker(t);
  const before = Math.floor(Date.now() / 1000);
  const seen = await ask(raw('GET /'));
  const after = Math.floor(Date.now() / 1000);
  const value = (name: string): string => {
    spoken.add(name);
    return seen.get(name)?.[0]?.[1] ?? '';
  };
  const epoch = Number(value('TIME_EPOCH'));
  t.ok(epoch >= before && epoch <= after, 'seconds since 1970');
  const date = new Date(epoch * 1000);
  t.equal(value('TIME_YEAR'), String(date.getFullYear()));
  t.ok(Number(value('TIME_YEAR')) >= LATE, 'four digits');
  t.equal(value('TIME_MON'), String(date.getMonth()), 'January is 0');
  t.equal(value('TIME_DAY'), String(date.getDate()));
  t.equal(value('TIME_WDAY'), String(date.getDay()), 'Sunday is 0');
  t.equal(value('TIME_HOUR'), String(date.getHours()));
  t.equal(value('TIME_MIN'), String(date.getMinutes()));
  t.equal(value('TIME_SEC'), String(date.getSeconds()));
  const two = (part: string): string => value(part).padStart(2, '0');
  t.equal(value('TIME'), [two('TIME_HOUR'), two('TIME_MIN'), two('TIME_SEC')].join(':'));
  t.match(value('DURATION'), /^\d+$/, 'milliseconds');
  t.match(value('UNIQUE_ID'), /^[\w-]{16,}$/);
  const other = (await ask(raw('GET /'))).get('UNIQUE_ID');
  t.notSame(other, seen.get('UNIQUE_ID'), 'no two transactions have the same id');
});

t.test('INBOUND_DATA_ERROR and OUTBOUND_DATA_ERROR: more than is inspected', async t => {
  const origin = await WireOrigin.start(t, () => ok('x'.repeat(65), ['Content-Type: text/html']));
  const gateway = await TestGateway.start(t, {
    upstream: origin.url,
    rules: `${RULES}
SecRequestBodyLimit 8
SecRequestBodyLimitAction ProcessPartial
SecRule INBOUND_DATA_ERROR "@eq 1" "id:20,phase:2,pass,log"
SecRule OUTBOUND_DATA_ERROR "@eq 1" "id:21,phase:4,pass,log"
`,
  });
  t.equal((await askOnce(gateway.port, request('POST /', [FORM], 'a=345678'))).status, 200);
  t.equal((await askOnce(gateway.port, request('POST /', [FORM], 'a=3456789'))).status, 200);
  const lines = await gateway.audit(2);
  t.same(
    lines.map(({ rules }) => rules.map(({ id }) => id)),
    [[21], [20, 21]],
  );
  spoken.add('INBOUND_DATA_ERROR').add('OUTBOUND_DATA_ERROR');
});

/** Those that depend on the rule that looks at them: `matched.test.ts`. */
const ELSEWHERE = ['MATCHED_VAR', 'MATCHED_VAR_NAME', 'MATCHED_VARS', 'MATCHED_VARS_NAMES', 'RULE'];

t.test('no variable of the registry is without a test', t => {
  const without = [...VARIABLES.keys()].filter(name => !spoken.has(name) && !ELSEWHERE.includes(name));
  t.strictSame(without, []);
  for (const name of [...spoken, ...ELSEWHERE]) t.ok(VARIABLES.has(name), `${name} is registered`);
  t.end();
});

t.test('what the manual has and the registry has not says why', t => {
  for (const [name, reason] of UNSUPPORTED_VARIABLES) {
    t.notOk(VARIABLES.has(name), name);
    t.match(reason, /\w{2}/);
  }
  t.end();
});
